import { money } from './format.ts';
import { type Architecture, prices } from './prices.ts';
import type { Step, Timeline } from './timeline.ts';

/** Memory of the function behind a state, in MB. */
export interface FunctionSize {
  readonly memory: number;
  readonly architecture: Architecture;
}

export interface CostLine {
  readonly what: string;
  readonly amount: number;
  readonly unit: string;
  readonly dollars: number;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly dollars: number;
}

/** Items that a step reads and writes: the start of the run, its parameters, metrics, tags and status. */
const tableOperations = { reads: 2, writes: 3 };

/**
 * What an execution would have cost on AWS. Times are those measured where it ran, so this is an
 * estimate; log storage and artifact storage are left out (fractions of these).
 *
 * @param sizeOf the function behind a state; undefined for states that call no function
 */
export function costOf(
  timeline: Pick<Timeline, 'steps' | 'transitions'>,
  sizeOf: (state: string) => FunctionSize | undefined,
): Cost {
  const worked = timeline.steps.flatMap((step) => {
    const size = step.kind === 'task' ? sizeOf(step.name) : undefined;
    return size ? [{ step, size }] : [];
  });
  const sum = (value: (entry: { step: Step; size: FunctionSize }) => number) =>
    worked.reduce((total, entry) => total + value(entry), 0);
  const gbSeconds = ({ step, size }: { step: Step; size: FunctionSize }) =>
    (Math.ceil(step.workMs) / 1000) * (size.memory / 1024);
  const invocations = sum(({ step }) => step.attempts);
  const writes = invocations * tableOperations.writes;
  const reads = invocations * tableOperations.reads;
  const lines: CostLine[] = [
    {
      what: 'Lambda compute',
      amount: sum(gbSeconds),
      unit: 'GB-seconds',
      dollars: sum((entry) => gbSeconds(entry) * prices.lambdaGbSecond[entry.size.architecture]),
    },
    {
      what: 'Lambda requests',
      amount: invocations,
      unit: 'requests',
      dollars: invocations * prices.lambdaRequest,
    },
    {
      what: 'Step Functions',
      amount: timeline.transitions,
      unit: 'transitions',
      dollars: timeline.transitions * prices.transition,
    },
    {
      what: 'DynamoDB',
      amount: writes + reads,
      unit: 'reads and writes',
      dollars: writes * prices.tableWrite + reads * prices.tableRead,
    },
  ];
  return { lines, dollars: lines.reduce((total, { dollars }) => total + dollars, 0) };
}

/** A cost in words. */
export function costSentence({ dollars }: Cost): string {
  return `on AWS it would have cost about ${money(dollars)}`;
}
