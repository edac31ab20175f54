import type { Command } from 'commander';
import { actorOf } from '../actor.ts';
import { type CommonOptions, type Context, printResult, remoteCommand } from '../context.ts';
import { openTarget } from '../openTarget.ts';
import { modelPath } from '../tracking.ts';

interface Options extends CommonOptions {
  readonly alias: string;
}

export function rollback(context: Context): Command {
  return remoteCommand('rollback', 'let the version before answer again', [
    'rollback housing',
    'rollback housing --alias challenger',
  ])
    .argument('<model>', 'name of the model')
    .option('--alias <alias>', 'alias to move', 'champion')
    .action(async (model: string, options: Options) => {
      const target = await openTarget(context, options);
      const body = { alias: options.alias, actor: actorOf(context.environment) };
      const answer = (await target.control('POST', modelPath(model, 'rollback'), body)) as {
        from: string;
        to: string;
      };
      printResult(
        context,
        options,
        answer,
        () => `${options.alias} of ${model} is version ${answer.to} again (it was ${answer.from})`,
      );
    });
}
