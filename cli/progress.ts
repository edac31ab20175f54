import { count, duration, measure, plural } from './format.ts';
import type { Terminal } from './terminal.ts';
import type { Change, Step, Timeline } from './timeline.ts';

const nameWidth = 14;
const timeWidth = 8;

/** States that tell of a failure rather than do the work; the failed step has said it already. */
const quiet: ReadonlySet<string> = new Set(['MarkFailed', 'Notify']);

/** Prints a line for every step that ends, and shows the one under way. */
export function showProgress(terminal: Terminal): (changes: readonly Change[], timeline: Timeline) => void {
  return (changes, timeline) => {
    for (const { what, step } of changes) {
      if (quiet.has(step.name)) continue;
      if (what === 'retried')
        terminal.note(stepLine(terminal, '↻', step, `again after ${step.error?.name ?? 'an error'}`));
      if (what === 'exited')
        terminal.note(stepLine(terminal, step.error ? '✗' : '✓', step, step.error ? '' : detailOf(step)));
    }
    const open = timeline.steps.findLast(
      (step) => step.endedAt === undefined && !step.nested && !quiet.has(step.name),
    );
    terminal.busy(open && (() => `${open.name.padEnd(nameWidth)}${elapsed(open)}  ${doing(open)}`.trimEnd()));
  };
}

/** One line of progress: a mark, a name, how long it took, and what came of it. */
export function stageLine(
  terminal: Terminal,
  mark: '✓' | '✗' | '↻',
  name: string,
  ms: number,
  detail: string,
  depth = 0,
): string {
  const paint = { '✓': terminal.err.green, '✗': terminal.err.red, '↻': terminal.err.yellow }[mark];
  const label = `${' '.repeat(2 * depth)}${name}`.padEnd(nameWidth);
  const time = duration(ms).padStart(timeWidth);
  return `${paint(mark)} ${label}${terminal.err.dim(time)}  ${detail}`.trimEnd();
}

function stepLine(terminal: Terminal, mark: '✓' | '✗' | '↻', step: Step, detail: string): string {
  const ms = (step.endedAt ?? Date.now()) - step.startedAt;
  return stageLine(
    terminal,
    mark,
    step.name,
    ms,
    mark === '✗' ? (step.error?.name ?? '') : detail,
    step.nested ? 1 : 0,
  );
}

function elapsed(step: Step): string {
  return duration(Date.now() - step.startedAt).padStart(timeWidth);
}

function doing({ iterations }: Step): string {
  return iterations ? `${iterations.done} of ${iterations.total}` : '';
}

type Output = Readonly<Record<string, unknown>>;

/** What came of each state, in a few words. */
const details: Readonly<Record<string, (output: Output) => string>> = {
  Ingest: ({ snapshot }) => plural(Number((snapshot as Output).rows), 'row'),
  Prepare: ({ prepared }) => {
    const { trainRows, testRows } = prepared as Output;
    return `${count(Number(trainRows))} rows to learn from, ${count(Number(testRows))} to judge by`;
  },
  Trial: ({ model, params, score, reason }) =>
    `${String(model)}${settings(params as Output)}  ${score === null ? String(reason) : measure(Number(score))}`,
  Fit: ({ fitted }) => `${String((fitted as Output).model)}${settings((fitted as Output).params as Output)}`,
  Evaluate: ({ metrics }) =>
    Object.entries(metrics as Output)
      .map(([name, value]) => `${name} ${measure(Number(value))}`)
      .join('  '),
  Gate: ({ passed }) => (passed ? 'passed' : 'not passed'),
  Register: ({ version }) => `version ${String(version)}`,
  Deploy: ({ alias, version }) =>
    alias
      ? `${String(alias)} is now version ${String(version)}`
      : `version ${String(version)} waits for \`millrace promote\``,
  ScoreShard: ({ scored, rowsIn, failure }) =>
    failure === undefined
      ? `${count(Number(scored))} of ${plural(Number(rowsIn), 'row')} scored`
      : String(failure),
};

function detailOf(step: Step): string {
  if (step.iterations) return `${step.iterations.done} of ${step.iterations.total}`;
  try {
    return details[step.name]?.(step.output as Output) ?? '';
  } catch {
    // A state that returned something else than this release expects is no reason to stop watching.
    return '';
  }
}

function settings(params: Output | undefined): string {
  const text = Object.entries(params ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  return text.length > 0 ? ` ${text.join(' ')}` : '';
}
