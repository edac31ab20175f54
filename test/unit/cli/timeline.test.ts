import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { costOf, costSentence } from '../../../cli/cost.ts';
import { prices } from '../../../cli/prices.ts';
import { showProgress } from '../../../cli/progress.ts';
import { Terminal } from '../../../cli/terminal.ts';
import { Timeline } from '../../../cli/timeline.ts';
import { buffer } from './terminal.ts';

/** An event as Step Functions writes it; `previous` is the one before it in its own branch. */
function event(
  id: number,
  previous: number,
  ms: number,
  type: string,
  details: Partial<HistoryEvent> = {},
): HistoryEvent {
  return {
    id,
    previousEventId: previous,
    timestamp: new Date(ms),
    type: type as HistoryEvent['type'],
    ...details,
  };
}
const entered = (name: string): Partial<HistoryEvent> => ({ stateEnteredEventDetails: { name } });
const exited = (name: string, output: unknown): Partial<HistoryEvent> => ({
  stateExitedEventDetails: { name, output: JSON.stringify(output) },
});

const invoke = { resource: 'invoke', resourceType: 'lambda' };

/** A Map whose second iteration fails, as Step Functions and the local runner tell it: the failed state never exits. */
const failing: HistoryEvent[] = [
  event(1, 0, 0, 'MapStateEntered', entered('Shards')),
  event(2, 1, 0, 'MapStateStarted', { mapStateStartedEventDetails: { length: 2 } }),
  event(3, 2, 0, 'TaskStateEntered', entered('ScoreShard')),
  event(4, 3, 0, 'TaskScheduled'),
  event(5, 4, 10, 'TaskStarted'),
  event(6, 5, 20, 'TaskFailed', {
    taskFailedEventDetails: { resource: 'invoke', resourceType: 'lambda', error: 'InvalidInput', cause: 'x' },
  }),
  event(7, 1, 30, 'MapStateExited', exited('Shards', {})),
  event(8, 7, 30, 'TaskStateEntered', entered('MarkFailed')),
];

test('a Map that fails shows the step that failed, and fails with its error', () => {
  const stderr = buffer();
  const timeline = new Timeline();
  showProgress(new Terminal(buffer(), stderr, {}))(timeline.add(failing), timeline);
  expect(stderr.text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '✗ ScoreShard 30 ms InvalidInput',
    '✗ Shards 30 ms InvalidInput',
    '',
  ]);
});

/** A step and a Map of two trials whose events interleave; the second trial is retried once. */
const history: HistoryEvent[] = [
  event(1, 0, 0, 'ExecutionStarted'),
  event(2, 0, 0, 'PassStateEntered', entered('Start')),
  event(3, 2, 0, 'PassStateExited', exited('Start', {})),
  event(4, 3, 10, 'TaskStateEntered', entered('Prepare')),
  event(5, 4, 20, 'TaskScheduled'),
  event(6, 5, 30, 'TaskStarted'),
  event(7, 6, 230, 'TaskSucceeded'),
  event(8, 7, 240, 'TaskStateExited', exited('Prepare', { prepared: { trainRows: 1600, testRows: 400 } })),
  event(9, 8, 250, 'MapStateEntered', entered('Trials')),
  event(10, 9, 250, 'MapStateStarted', { mapStateStartedEventDetails: { length: 2 } }),
  event(11, 10, 250, 'MapIterationStarted', {
    mapIterationStartedEventDetails: { name: 'Trials', index: 0 },
  }),
  event(12, 10, 250, 'MapIterationStarted', {
    mapIterationStartedEventDetails: { name: 'Trials', index: 1 },
  }),
  event(13, 11, 260, 'TaskStateEntered', entered('Trial')),
  event(14, 12, 260, 'TaskStateEntered', entered('Trial')),
  event(15, 13, 260, 'TaskScheduled'),
  event(16, 14, 260, 'TaskScheduled'),
  event(17, 15, 300, 'TaskStarted'),
  event(18, 16, 300, 'TaskStarted'),
  event(19, 18, 400, 'TaskFailed', {
    taskFailedEventDetails: { ...invoke, error: 'Transient', cause: 'throttled' },
  }),
  event(20, 19, 1400, 'TaskScheduled'),
  event(21, 20, 1400, 'TaskStarted'),
  event(22, 17, 1800, 'TaskSucceeded'),
  event(
    23,
    22,
    1800,
    'TaskStateExited',
    exited('Trial', { model: 'ridge', params: { alpha: 1 }, score: 0.81 }),
  ),
  event(24, 23, 1800, 'MapIterationSucceeded', {
    mapIterationSucceededEventDetails: { name: 'Trials', index: 0 },
  }),
  event(25, 21, 1900, 'TaskSucceeded'),
  event(
    26,
    25,
    1900,
    'TaskStateExited',
    exited('Trial', { model: 'ridge', params: { alpha: 10 }, score: 0.7 }),
  ),
  event(27, 26, 1900, 'MapIterationSucceeded', {
    mapIterationSucceededEventDetails: { name: 'Trials', index: 1 },
  }),
  event(28, 27, 1910, 'MapStateSucceeded'),
  event(29, 28, 1910, 'MapStateExited', exited('Trials', [])),
  event(30, 29, 1920, 'TaskStateEntered', entered('Fit')),
];

function folded(): Timeline {
  const timeline = new Timeline();
  timeline.add(history);
  return timeline;
}

describe('a timeline', () => {
  test('gives each of the interleaved trials its own attempts, time and output', () => {
    const trials = folded().steps.filter(({ name }) => name === 'Trial');
    expect(trials).toMatchObject([
      {
        nested: true,
        startedAt: 260,
        endedAt: 1800,
        workMs: 1500,
        attempts: 1,
        output: { params: { alpha: 1 } },
      },
      {
        nested: true,
        startedAt: 260,
        endedAt: 1900,
        workMs: 600,
        attempts: 2,
        output: { params: { alpha: 10 } },
      },
    ]);
    expect(trials[1]!.error).toBeUndefined();
  });

  test('counts iterations, and tells the Map from what follows it', () => {
    const [, trials, , , fit] = folded().steps;
    expect(trials).toMatchObject({
      name: 'Trials',
      kind: 'map',
      iterations: { total: 2, done: 2 },
      endedAt: 1910,
    });
    expect(fit).toMatchObject({ name: 'Fit', nested: false });
    expect(fit!.endedAt).toBeUndefined();
  });

  test('counts every state entered and every retry as a transition', () => {
    expect(folded().transitions).toBe(7);
  });

  test('is the same whether events come at once or one by one', () => {
    const timeline = new Timeline();
    const changes = history.flatMap((one) => timeline.add([one]));
    expect(timeline.steps).toEqual(folded().steps);
    expect(changes.map(({ what }) => what)).toEqual([
      'entered',
      'exited',
      'entered',
      'entered',
      'entered',
      'retried',
      'exited',
      'progressed',
      'exited',
      'progressed',
      'exited',
      'entered',
    ]);
  });

  test('keeps the error of a step whose last attempt failed', () => {
    const timeline = new Timeline();
    timeline.add([
      event(1, 0, 0, 'TaskStateEntered', entered('Ingest')),
      event(2, 1, 0, 'TaskScheduled'),
      event(3, 2, 0, 'TaskStarted'),
      event(4, 3, 40, 'TaskFailed', {
        taskFailedEventDetails: { ...invoke, error: 'InvalidInput', cause: 'no column' },
      }),
      event(5, 4, 40, 'TaskStateExited', exited('Ingest', {})),
    ]);
    expect(timeline.steps).toMatchObject([
      { error: { name: 'InvalidInput', cause: 'no column' }, workMs: 40, endedAt: 40 },
    ]);
  });
});

describe('the cost of an execution', () => {
  const sizes = (name: string) =>
    name === 'Fit' ? undefined : ({ memory: 2048, architecture: 'x86_64' } as const);
  const cost = costOf(folded(), sizes);
  const [compute, requests, transitions, table] = cost.lines;

  test('is GB-seconds of measured work, requests, transitions and table operations at list price', () => {
    expect(compute!.amount).toBeCloseTo((0.2 + 1.5 + 0.6) * 2, 10);
    expect(compute!.dollars).toBeCloseTo(4.6 * 0.0000166667, 12);
    expect(requests!.amount).toBe(4);
    expect(requests!.dollars).toBeCloseTo(4 * 0.0000002, 12);
    expect(transitions!.dollars).toBeCloseTo(7 * 0.000025, 12);
    expect(table!.dollars).toBeCloseTo(12 * 0.000000625 + 8 * 0.000000125, 12);
    expect(cost.dollars).toBeCloseTo(
      cost.lines.reduce((sum, { dollars }) => sum + dollars, 0),
      15,
    );
  });

  test('is lower on arm64, by the ratio of the prices', () => {
    const arm = costOf(folded(), () => ({ memory: 2048, architecture: 'arm64' }));
    const ratio = prices.lambdaGbSecond.arm64 / prices.lambdaGbSecond.x86_64;
    expect(arm.lines[0]!.dollars).toBeCloseTo(compute!.dollars * ratio, 12);
  });

  test('is told as an estimate', () => {
    expect(costSentence({ lines: [], dollars: 0.004237 })).toBe('on AWS it would have cost about $0.0042');
  });
});

describe('progress', () => {
  test('is a line for each step that ends, nested ones indented, without control characters', () => {
    const stderr = buffer();
    const timeline = new Timeline();
    const show = showProgress(new Terminal(buffer(), stderr, {}));
    for (const one of history) show(timeline.add([one]), timeline);
    expect(stderr.text.split('\n')).toEqual([
      '✓ Prepare          0.2 s  1,600 rows to learn from, 400 to judge by',
      expect.stringMatching(/^↻ {3}Trial .* again after Transient$/),
      '✓   Trial          1.5 s  ridge alpha=1  0.81',
      '✓   Trial          1.6 s  ridge alpha=10  0.7',
      '✓ Trials           1.7 s  2 of 2',
      '',
    ]);
  });

  test('on a terminal, leaves nothing of the moving line behind', () => {
    const stderr = buffer(true);
    const terminal = new Terminal(buffer(), stderr, { NO_COLOR: '1' });
    terminal.busy('Ingest');
    terminal.note('✓ Ingest');
    terminal.busy();
    expect(stderr.text).toBe('⠋ Ingest\r\u001b[2K✓ Ingest\n⠋ Ingest\r\u001b[2K');
  });
});
