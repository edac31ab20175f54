import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { NotFound } from '../../layers/contracts/errors.ts';
import { type CommonOptions, type Context, pathOf, printResult, remoteCommand } from '../context.ts';
import { followExecution, startExecution } from '../execution.ts';
import { Failed, Usage } from '../failures.ts';
import { count, duration } from '../format.ts';
import { facts } from '../grid.ts';
import { modelOutputs, openTarget } from '../openTarget.ts';
import { showProgress } from '../progress.ts';

interface Options extends CommonOptions {
  readonly input: string;
  readonly output: string;
  readonly key?: string;
  readonly alias: string;
  readonly wait: boolean;
}

interface Manifest {
  readonly manifest: string;
  readonly rowsIn: number;
  readonly scored: number;
  readonly rejected: number;
}

export function batch(context: Context): Command {
  return remoteCommand('batch', 'score whole files', [
    'batch housing --input new.csv --output scored/',
    'batch housing --input s3://bucket/new/ --output s3://bucket/scored/ --key id --target aws',
  ])
    .argument('<model>', 'name of the model')
    .requiredOption('--input <uri>', 'file, or folder of files: csv, ndjson or parquet')
    .requiredOption('--output <uri>', 'folder for predictions and manifest')
    .option('--key <column>', "column that identifies a row (default: the row's number)")
    .option('--alias <alias>', 'alias whose version scores', 'champion')
    .option('--no-wait', 'start it and return at once')
    .action(async (model: string, options: Options) => {
      const target = await openTarget(context, options);
      const uri = (option: string, value: string) => uriOf(context, target.kind, option, value);
      refuseMissing(context, target.kind, options.input);
      const input = {
        input: uri('--input', options.input),
        output: uri('--output', options.output),
        alias: options.alias,
      };
      const { BatchArn } = await modelOutputs(target, model);
      const execution = await startExecution(target, BatchArn!, {
        ...input,
        ...(options.key !== undefined && { key: options.key }),
      });
      if (!options.wait)
        return printResult(context, options, { model, execution, ...input }, () => execution);
      await follow(context, options, target, execution);
    });
}

async function follow(
  context: Context,
  options: Options,
  target: Parameters<typeof followExecution>[0],
  execution: string,
): Promise<void> {
  const { terminal } = context;
  const { outcome } = await followExecution(target, execution, showProgress(terminal)).finally(() =>
    terminal.busy(),
  );
  if (outcome.status !== 'SUCCEEDED')
    throw new Failed(outcome.cause ?? outcome.error ?? `the batch ended as ${outcome.status}`);
  const result = outcome.output as Manifest;
  printResult(context, options, { ...result, seconds: outcome.seconds }, () =>
    facts(
      [
        ['rows', count(result.rowsIn)],
        ['scored', count(result.scored)],
        ['rejected', count(result.rejected)],
        ['took', duration(outcome.seconds * 1000)],
        ['manifest', result.manifest],
      ],
      terminal.out.dim,
    ),
  );
  if (result.rejected > 0)
    terminal.note(`${terminal.err.yellow('!')} the manifest names each rejected row with its reason`);
}

/** What is not there is told before an execution fails over it. */
function refuseMissing(context: Context, kind: 'local' | 'aws', input: string): void {
  if (kind === 'aws' || input.includes('://') || existsSync(pathOf(context, input))) return;
  throw new NotFound(
    `there is no file or folder ${input}: --input needs one that is there, relative to this folder, or a URI`,
  );
}

/** A path is a file here; on AWS only S3 can be reached. */
export function uriOf(context: Context, kind: 'local' | 'aws', option: string, value: string): string {
  if (/^(s3|file):\/\//.test(value)) return value;
  if (kind === 'aws')
    throw new Usage(`${option} must be an s3:// URI on AWS, not ${value}: upload it first (aws s3 cp)`);
  return pathToFileURL(pathOf(context, value)).href;
}
