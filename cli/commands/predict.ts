import type { Command } from 'commander';
import { type CommonOptions, type Context, pathOf, printResult, remoteCommand } from '../context.ts';
import { Usage } from '../failures.ts';
import { plural } from '../format.ts';
import { openTarget } from '../openTarget.ts';
import {
  fitRow,
  inputsOf,
  parseRow,
  predictionText,
  type Row,
  type Selection,
  servingPath,
} from '../rows.ts';
import type { Target } from '../target.ts';

interface Options extends CommonOptions, Selection {
  readonly row?: string;
  readonly csv?: string;
}

/** Rows of a request: far below the payload limits, and few requests for a file. */
const rowsPerRequest = 500;

export function predict(context: Context): Command {
  return remoteCommand('predict', 'ask a model', [
    `predict housing --row '{"living_area": 1656, "rooms": 7}'`,
    'predict housing --csv new.csv > predictions.txt',
    'predict housing --csv new.csv --version 2 --json',
  ])
    .argument('<model>', 'name of the model')
    .option('--row <json>', 'a row as JSON')
    .option(
      '--csv <file>',
      'file of rows: csv, ndjson or parquet; columns that the model does not know are left out',
    )
    .option('--version <version>', 'version that answers')
    .option('--alias <alias>', 'alias whose version answers (default: champion)')
    .action(async (model: string, options: Options) => {
      if ((options.row === undefined) === (options.csv === undefined))
        throw new Usage('give either --row or --csv');
      if (options.version !== undefined && options.alias !== undefined)
        throw new Usage('give either --version or --alias');
      const one = options.row === undefined ? undefined : parseRow(options.row);
      const target = await openTarget(context, options);
      const predictions = one
        ? await ask(target, model, options, [one])
        : await askFile(context, target, model, options, options.csv!);
      printResult(context, options, { model, predictions }, () => predictions.map(predictionText).join('\n'));
    });
}

async function ask(
  target: Target,
  model: string,
  selection: Selection,
  instances: readonly Row[],
): Promise<readonly unknown[]> {
  const answer = await target.request('POST', `${servingPath(model, selection)}:predict`, { instances });
  return (answer as { predictions: unknown[] }).predictions;
}

async function askFile(
  context: Context,
  target: Target,
  model: string,
  selection: Selection,
  file: string,
): Promise<readonly unknown[]> {
  const inputs = await inputsOf(target, model, selection);
  const predictions: unknown[] = [];
  const { readRows } = await import('../../layers/tables/rows.ts');
  for await (const rows of readRows(pathOf(context, file))) {
    for (let from = 0; from < rows.length; from += rowsPerRequest) {
      const some = rows.slice(from, from + rowsPerRequest).map((row) => fitRow(row, inputs));
      predictions.push(...(await ask(target, model, selection, some)));
      context.terminal.busy(`${plural(predictions.length, 'row')} predicted`);
    }
  }
  context.terminal.busy();
  return predictions;
}
