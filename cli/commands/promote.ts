import type { Command } from 'commander';
import { actorOf } from '../actor.ts';
import { type CommonOptions, type Context, printResult, remoteCommand } from '../context.ts';
import { openTarget } from '../openTarget.ts';
import { modelPath } from '../tracking.ts';

interface Options extends CommonOptions {
  readonly as: string;
  readonly reason: string;
}

export function promote(context: Context): Command {
  return remoteCommand('promote', 'let a version answer', [
    'promote housing 3',
    'promote housing 4 --as challenger --reason "try the new features"',
  ])
    .argument('<model>', 'name of the model')
    .argument('<version>', 'version that shall answer')
    .option('--as <alias>', 'alias to move', 'champion')
    .option('--reason <text>', 'why, for the audit', 'by hand')
    .action(async (model: string, version: string, options: Options) => {
      const target = await openTarget(context, options);
      const answer = await target.control('POST', modelPath(model, 'promote'), {
        version,
        alias: options.as,
        actor: actorOf(context.environment),
        reason: options.reason,
      });
      printResult(context, options, answer, () => `${options.as} of ${model} is now version ${version}`);
      context.terminal.note(
        `  to take it back: millrace rollback ${model}${options.as === 'champion' ? '' : ` --alias ${options.as}`}`,
      );
    });
}
