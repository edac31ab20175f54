import type { Command } from 'commander';
import { type Context, command, modelsOption, pathOf, printResult } from '../context.ts';
import { Failed } from '../failures.ts';
import { plural } from '../format.ts';
import type { CheckResult } from '../specs.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly json?: true;
  readonly models: string;
}

export function check(context: Context): Command {
  return command('check', 'validate specs and data', ['check', 'check housing'])
    .argument('[model]', 'name of the model (default: all)')
    .addOption(modelsOption())
    .action(async (model: string | undefined, options: Options) => {
      const { checkModel, findModels } = await import('../specs.ts');
      const folder = pathOf(context, options.models);
      const names = findModels(folder, model);
      if (names.length === 0)
        throw new Failed(`there is no model in ${options.models}: make one with \`millrace init\``);
      const results: CheckResult[] = [];
      for (const name of names) {
        context.terminal.busy(`${name}`);
        results.push(await checkModel(folder, name, context.directory));
        context.terminal.busy();
      }
      printResult(context, options, results, () =>
        results.map((result) => resultText(context.terminal, result)).join('\n'),
      );
      const faults = results.reduce((sum, result) => sum + result.faults.length, 0);
      if (faults > 0)
        throw new Failed(
          `${plural(faults, 'fault')} in ${plural(results.filter((result) => result.faults.length > 0).length, 'model')}`,
        );
    });
}

function resultText({ out }: Terminal, { name, faults, rows, features, unread }: CheckResult): string {
  if (faults.length === 0) {
    const what = unread ?? `${plural(rows ?? 0, 'row')}, ${plural(features ?? 0, 'feature')}`;
    return `${out.green('✓')} ${out.bold(name)}  ${out.dim(what)}`;
  }
  return [
    `${out.red('✗')} ${out.bold(name)}`,
    ...faults.map(({ at, message }) => `  ${out.cyan(at)}  ${message}`),
  ].join('\n');
}
