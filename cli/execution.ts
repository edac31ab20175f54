import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Target } from './target.ts';
import { type Change, Timeline } from './timeline.ts';

export interface Outcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
  /** What the execution returned, parsed. */
  readonly output?: unknown;
  readonly seconds: number;
}

/** Starts an execution; its ARN. */
export async function startExecution(
  { sfn }: Target,
  stateMachineArn: string,
  input: unknown,
): Promise<string> {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn!;
}

/** Watches an execution until it ends, telling of each change of its steps once. */
export async function followExecution(
  { sfn, pollMs }: Pick<Target, 'sfn' | 'pollMs'>,
  executionArn: string,
  onChanges: (changes: readonly Change[], timeline: Timeline) => void,
): Promise<{ readonly outcome: Outcome; readonly timeline: Timeline }> {
  const timeline = new Timeline();
  const history = historyReader(sfn, executionArn);
  for (;;) {
    // Described first: whatever happened until then is in the history that is read next.
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const changes = timeline.add(await history());
    if (changes.length > 0) onChanges(changes, timeline);
    const { status = 'RUNNING' } = described;
    if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE') {
      const { startDate, stopDate, error, cause, output } = described;
      const seconds = startDate && stopDate ? (stopDate.getTime() - startDate.getTime()) / 1000 : 0;
      const outcome = {
        status,
        seconds,
        ...(error && { error }),
        ...(cause && { cause }),
        ...(output && { output: JSON.parse(output) as unknown }),
      };
      return { outcome, timeline };
    }
    await sleep(pollMs);
  }
}

/** Reads what is new in a history; only its last page is ever read again. */
function historyReader(sfn: Target['sfn'], executionArn: string): () => Promise<HistoryEvent[]> {
  let page: string | undefined;
  let seen = 0;
  return async () => {
    const fresh: HistoryEvent[] = [];
    for (;;) {
      const { events = [], nextToken } = await sfn.send(
        new GetExecutionHistoryCommand({
          executionArn,
          maxResults: 1000,
          includeExecutionData: true,
          ...(page && { nextToken: page }),
        }),
      );
      fresh.push(...events.filter(({ id = 0 }) => id > seen));
      seen = Math.max(seen, ...events.map(({ id = 0 }) => id));
      if (!nextToken) return fresh;
      page = nextToken;
    }
  };
}
