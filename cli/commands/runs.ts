import type { Command } from 'commander';
import { NotFound } from '../../layers/contracts/errors.ts';
import { type CommonOptions, type Context, integerBetween, printResult, remoteCommand } from '../context.ts';
import { duration, measure, moment } from '../format.ts';
import { grid } from '../grid.ts';
import { modelOutputs, openTarget } from '../openTarget.ts';
import type { Terminal } from '../terminal.ts';
import { type RunSummary, searchRuns } from '../tracking.ts';

interface Options extends CommonOptions {
  readonly model?: string;
  readonly limit: number;
}

export function runs(context: Context): Command {
  return remoteCommand('runs', 'list runs, newest first', [
    'runs',
    'runs --model housing --limit 5',
    'runs --json',
  ])
    .option('--model <model>', 'runs of one model')
    .option('--limit <n>', 'at most so many', integerBetween(1, 1000), 20)
    .action(async (options: Options) => {
      const target = await openTarget(context, options);
      const found = await searchRuns(target, options).catch(async (error) => {
        // A model without runs, or a name that nothing bears?
        if (error instanceof NotFound && options.model !== undefined)
          await modelOutputs(target, options.model);
        throw error;
      });
      printResult(context, options, found, () => table(context.terminal, found));
      if (found.length === 0) context.terminal.note('no run yet: start one with `millrace run MODEL`');
    });
}

function table(terminal: Terminal, found: readonly RunSummary[]): string {
  if (found.length === 0) return '';
  const rows = found.map((run) => [
    run.id.slice(0, 12),
    run.model,
    statusText(terminal, run),
    moment(run.startedAt),
    run.endedAt === undefined ? '' : duration(run.endedAt - run.startedAt),
    run.tags['millrace.version'] ?? '',
    Object.entries(run.metrics)
      .slice(0, 4)
      .map(([name, value]) => `${terminal.out.dim(name)} ${measure(value)}`)
      .join('  '),
  ]);
  const columns = [
    { title: 'RUN' },
    { title: 'MODEL' },
    { title: 'STATUS' },
    { title: 'STARTED' },
    { title: 'TOOK', align: 'right' as const },
    { title: 'VERSION', align: 'right' as const },
    { title: 'METRICS' },
  ];
  return grid(columns, rows, terminal.out.dim);
}

/** Status of a run; a gate that did not pass is an outcome of its own. */
export function statusText(
  terminal: Terminal,
  { status, tags }: Pick<RunSummary, 'status' | 'tags'>,
): string {
  if (status === 'FINISHED' && tags['millrace.gate'] === 'failed') return terminal.out.yellow('rejected');
  const paint =
    { FINISHED: terminal.out.green, FAILED: terminal.out.red, RUNNING: terminal.out.cyan }[status] ?? String;
  return paint(status.toLowerCase());
}
