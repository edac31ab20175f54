import { describe, expect, test } from 'vitest';
import type { Retrier } from '../../../../local/states/Definition.ts';
import { Retries } from '../../../../local/states/Retries.ts';
import { StateError } from '../../../../local/states/StateError.ts';
import { failing, run, task } from './machine.ts';

const error = (name: string) => new StateError(name, '');
const delays = (retriers: readonly Retrier[], names: readonly string[], random?: () => number) => {
  const retries = new Retries(retriers, random);
  return names.map((name) => retries.delayAfter(error(name)));
};

describe('delays', () => {
  test('are one second, then doubled, three times, by default', () => {
    expect(delays([{ ErrorEquals: ['A'] }], ['A', 'A', 'A', 'A'])).toEqual([1, 2, 4, undefined]);
  });

  test('follow interval, backoff, longest delay and attempts', () => {
    const retrier = {
      ErrorEquals: ['A'],
      IntervalSeconds: 3,
      BackoffRate: 1.5,
      MaxDelaySeconds: 5,
      MaxAttempts: 4,
    };
    expect(delays([retrier], ['A', 'A', 'A', 'A', 'A'])).toEqual([3, 4.5, 5, 5, undefined]);
    expect(delays([{ ErrorEquals: ['A'], MaxAttempts: 0 }], ['A'])).toEqual([undefined]);
  });

  test('are shortened at random with full jitter', () => {
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 8, JitterStrategy: 'FULL' } as const;
    expect(delays([retrier], ['A', 'A'], () => 0.25)).toEqual([2, 4]);
  });

  test('are counted by retrier: the example of the specification', () => {
    const retriers = [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ];
    expect(delays(retriers, ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'])).toEqual([1, 2, 5, undefined]);
  });

  test('are decided by the first retrier that means the error, also when it is used up', () => {
    const retriers = [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }];
    expect(delays(retriers, ['A', 'A', 'B'])).toEqual([1, undefined, 1]);
  });
});

test.each([
  ['States.ALL', ['Own', 'States.Timeout', 'Lambda.Unknown'], ['States.DataLimitExceeded', 'States.Runtime']],
  [
    'States.TaskFailed',
    ['Own', 'Lambda.Unknown', 'States.Permissions'],
    ['States.Timeout', 'States.Runtime'],
  ],
  ['Own', ['Own'], ['Owner', 'own']],
])('%s means %j and not %j', (name, meant, other) => {
  expect(meant.map((one) => error(one).matches([name]))).toEqual(meant.map(() => true));
  expect(other.map((one) => error(one).matches([name]))).toEqual(other.map(() => false));
});

const quick = (fields: Partial<Retrier>) => ({
  ErrorEquals: ['A'],
  IntervalSeconds: 0.02,
  BackoffRate: 1,
  ...fields,
});

test('a task is tried again and succeeds, and the context counts', async () => {
  const seen: unknown[] = [];
  const perform = failing('A', 'A');
  const states = {
    A: task({ Arguments: { count: '{% $states.context.State.RetryCount %}' }, Retry: [quick({})] }),
  };
  const started = performance.now();
  const { output, history } = await run(states, {}, (argument: { count: number }) => {
    seen.push(argument.count);
    return perform();
  });
  expect([output, seen]).toEqual(['done', [0, 1, 2]]);
  expect(performance.now() - started).toBeGreaterThanOrEqual(38);
  expect(history.map(({ type }) => type)).toEqual([
    'TaskStateEntered',
    ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
    ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
    ...['TaskScheduled', 'TaskStarted', 'TaskSucceeded'],
    'TaskStateExited',
  ]);
});

test('what no attempt mends goes to Catch, with its own Output and Assign', async () => {
  const states = {
    Before: { Type: 'Pass', Assign: { kept: 'k', changed: 'old' }, Next: 'A' },
    A: task({
      Retry: [quick({ MaxAttempts: 1 })],
      Assign: { changed: 'by success' },
      Catch: [
        { ErrorEquals: ['B'], Next: 'Wrong' },
        {
          ErrorEquals: ['States.ALL'],
          Next: 'Caught',
          Output: { in: '{% $states.input.a %}', what: '{% $states.errorOutput %}' },
          Assign: { changed: '{% "by " & $states.errorOutput.Error %}' },
        },
      ],
      End: true,
    }),
    Wrong: { Type: 'Pass', End: true },
    Caught: {
      Type: 'Pass',
      Output: '{% $merge([$states.input, {"kept": $kept, "changed": $changed}]) %}',
      End: true,
    },
  };
  expect(await run(states, { a: 1 }, failing('A', 'A'))).toMatchObject({
    output: { in: 1, what: { Error: 'A', Cause: 'because of A' }, kept: 'k', changed: 'by A' },
  });
});

test('a catcher without Output hands on the error output', async () => {
  const states = {
    A: task({ Catch: [{ ErrorEquals: ['A'], Next: 'B' }] }),
    B: { Type: 'Pass', End: true },
  };
  expect(await run(states, {}, failing('A'))).toMatchObject({
    output: { Error: 'A', Cause: 'because of A' },
  });
});

test('an error that nobody means ends the execution under its name', async () => {
  const states = { A: task({ Retry: [quick({})], Catch: [{ ErrorEquals: ['A'], Next: 'A' }] }) };
  expect(await run(states, {}, failing('Odd'))).toMatchObject({ error: 'Odd', cause: 'because of Odd' });
});

test('a task that takes too long fails with States.Timeout, which can be caught', async () => {
  const forever = () => new Promise(() => {});
  expect(await run({ A: task({ TimeoutSeconds: 0.03 }) }, {}, forever)).toMatchObject({
    error: 'States.Timeout',
    cause: 'the task took longer than 0.03 s',
  });
  const states = {
    A: task({ TimeoutSeconds: '{% 0.03 %}', Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }] }),
    B: { Type: 'Pass', Output: '{% "late" %}', End: true },
  };
  const { output, history } = await run(states, {}, forever);
  expect(output).toBe('late');
  expect(history.map(({ type }) => type)).toContain('TaskTimedOut');
});

test('a fault of the runner itself is neither tried again nor caught', async () => {
  const states = {
    A: task({
      Retry: [quick({ ErrorEquals: ['States.ALL'] })],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }],
    }),
  };
  let calls = 0;
  const broken = () => {
    calls++;
    throw new TypeError('a bug');
  };
  expect(await run(states, {}, broken)).toMatchObject({ error: 'States.Runtime', cause: 'TypeError: a bug' });
  expect(calls).toBe(1);
});

test.each([
  [
    'a task',
    {
      A: task({
        Retry: [quick({ ErrorEquals: ['States.ALL'] })],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }],
      }),
    },
    () => new Promise(() => {}),
  ],
  ['a wait', { A: { Type: 'Wait', Seconds: 3600, End: true } }, () => 1],
  [
    'a pause before the next attempt',
    { A: task({ Retry: [quick({ IntervalSeconds: 3600 })] }) },
    failing('A'),
  ],
])(
  '%s is stopped at once, with the reason, and neither tried again nor caught',
  async (_, states, perform) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new StateError('Stopped', 'enough')), 30);
    expect(await run(states, {}, perform, abort.signal)).toMatchObject({ error: 'Stopped', cause: 'enough' });
  },
);
