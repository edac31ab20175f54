import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInput, NotFound } from '../../layers/contracts/errors.ts';
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

/** Predictions of rows, of which `from` were sent before. @throws InvalidInput naming the rows as the user counts them */
async function ask(
  target: Target,
  model: string,
  selection: Selection,
  instances: readonly Row[],
  from?: number,
): Promise<readonly unknown[]> {
  try {
    const answer = await target.request('POST', `${servingPath(model, selection)}:predict`, { instances });
    return (answer as { predictions: unknown[] }).predictions;
  } catch (error) {
    throw error instanceof InvalidInput ? rowFaults(error, from) : error;
  }
}

/** The server counts instances of its request; a file's rows are counted from 1, below the column names. */
export function rowFaults(error: InvalidInput, from?: number): InvalidInput {
  const faults = error.message.split(/; (?=instances\[)/).map((fault) => {
    const [, index, rest] = /^instances\[(\d+)\]\.?(.*)$/s.exec(fault) ?? [];
    if (index === undefined) return fault;
    return from === undefined ? rest!.replace(/^: /, '') : `row ${from + Number(index) + 1}: ${rest}`;
  });
  const what = from === undefined ? 'the row does not fit the model' : 'rows do not fit the model';
  return new InvalidInput(
    [`${what}:`, ...faults.map((fault) => `  ${fault}`)].join('\n'),
    {},
    { cause: error },
  );
}

async function askFile(
  context: Context,
  target: Target,
  model: string,
  selection: Selection,
  file: string,
): Promise<readonly unknown[]> {
  const path = pathOf(context, file);
  if (!existsSync(path))
    throw new NotFound(`there is no file ${file}: --csv needs one that is there, relative to this folder`);
  const inputs = await inputsOf(target, model, selection);
  const predictions: unknown[] = [];
  const { readRows } = await import('../../layers/tables/rows.ts');
  for await (const rows of readRows(path, inputs)) {
    for (let from = 0; from < rows.length; from += rowsPerRequest) {
      const some = rows.slice(from, from + rowsPerRequest).map((row) => fitRow(row, inputs));
      predictions.push(...(await ask(target, model, selection, some, predictions.length)));
      context.terminal.busy(`${plural(predictions.length, 'row')} predicted`);
    }
  }
  context.terminal.busy();
  if (predictions.length === 0) context.terminal.note(`${file} has no rows`);
  return predictions;
}
