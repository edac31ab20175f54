import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { State } from '../../../../local/states/Definition.ts';
import { StateError } from '../../../../local/states/StateError.ts';
import { failing, run, task } from './machine.ts';

/** A Map over one state, inline unless it says otherwise. */
function map(inner: State, fields: Partial<State> = {}, Mode: 'INLINE' | 'DISTRIBUTED' = 'INLINE'): State {
  const ItemProcessor = { ProcessorConfig: { Mode }, StartAt: 'One', States: { One: inner } };
  return { Type: 'Map', ItemProcessor, End: true, ...fields };
}

test('gives a result for each item, in their order, however long each takes', async () => {
  const states = { A: map(task({}), { Items: '{% $states.input.list %}' }) };
  const perform = async (n: number) => {
    await sleep(30 - n * 10);
    return n * 2;
  };
  expect(await run(states, { list: [1, 2, 3] }, perform)).toMatchObject({ output: [2, 4, 6] });
  expect(await run({ A: map(task({})) }, [], perform)).toMatchObject({ output: [] });
});

test('runs no more iterations at once than it may', async () => {
  let [now, most] = [0, 0];
  const perform = async () => {
    most = Math.max(most, ++now);
    await sleep(5);
    now--;
  };
  const items = Array.from({ length: 12 }, (_, index) => index);
  for (const [MaxConcurrency, expected] of [
    [3, 3],
    ['{% 1 + 1 %}', 2],
    [0, 12],
  ]) {
    most = 0;
    await run({ A: map(task({}), { MaxConcurrency }) }, items, perform);
    expect(most).toBe(expected);
  }
});

test('ItemSelector sees item, index, input and variables', async () => {
  const states = {
    Start: { Type: 'Pass', Assign: { v: 'var' }, Next: 'A' },
    A: map(task({}), {
      Items: '{% $states.input.list %}',
      ItemSelector: {
        item: '{% $states.context.Map.Item.Value %}',
        index: '{% $states.context.Map.Item.Index %}',
        whole: '{% $count($states.input.list) %}',
        v: '{% $v %}',
      },
    }),
  };
  expect(await run(states, { list: ['a', 'b'] })).toMatchObject({
    output: [
      { item: 'a', index: 0, whole: 2, v: 'var' },
      { item: 'b', index: 1, whole: 2, v: 'var' },
    ],
  });
});

const sight =
  '{% { "v": $exists($v), "item": $exists($states.context.Map.Item.Value), "execution": $states.context.Execution.Id, "machine": $states.context.StateMachine.Name, "input": $states.context.Execution.Input } %}';

test('an inline iteration sees the variables and the execution around it, and keeps its own to itself', async () => {
  const states = {
    Start: { Type: 'Pass', Assign: { v: 1 }, Next: 'A' },
    A: map({ Type: 'Pass', Assign: { v: 2, own: 3 }, Output: sight, End: true }, { Next: 'After' }),
    After: { Type: 'Pass', Output: '{% [$states.input, $v, $exists($own)] %}', End: true },
  };
  const { output } = await run(states, [7]);
  expect(output).toEqual([
    {
      v: true,
      item: true,
      execution: 'arn:aws:states:us-east-1:1:execution:m:e',
      machine: 'm',
      input: { from: 'outside' },
    },
    1,
    false,
  ]);
});

test("a Distributed Map's child is an execution of its own and knows its input alone", async () => {
  const inner: State = { Type: 'Pass', Output: sight, End: true };
  const states = {
    Start: { Type: 'Pass', Assign: { v: 1 }, Next: 'A' },
    A: map(inner, { Label: 'Many' }, 'DISTRIBUTED'),
  };
  const { output } = await run(states, [7]);
  expect(output).toEqual([
    {
      v: false,
      item: false,
      execution: expect.stringMatching(/^arn:aws:states:us-east-1:1:execution:m\/Many:[0-9a-f-]{36}$/),
      machine: 'm/Many',
      input: 7,
    },
  ]);
});

test("a Distributed Map's child that reads a variable of its parent fails", async () => {
  const states = {
    Start: { Type: 'Pass', Assign: { v: 1 }, Next: 'A' },
    A: map({ Type: 'Pass', Output: '{% $v %}', End: true }, {}, 'DISTRIBUTED'),
  };
  expect(await run(states, [7])).toMatchObject({
    error: 'States.ExceedToleratedFailureThreshold',
    cause: expect.stringContaining('States.QueryEvaluationError: $v gives nothing'),
  });
});

test('the first failure stops the other iterations and fails the Map under its name', async () => {
  const done: number[] = [];
  const perform = async (n: number) => {
    if (n === 0) throw new StateError('Broken', 'the first');
    await sleep(20);
    done.push(n);
    return n;
  };
  const inner: State = { Type: 'Task', Resource: 'r', Next: 'Two' };
  const ItemProcessor = {
    StartAt: 'One',
    States: { One: inner, Two: { Type: 'Task', Resource: 'r', End: true } },
  };
  const states = {
    A: map(inner, { ItemProcessor, MaxConcurrency: 2, Catch: [{ ErrorEquals: ['Broken'], Next: 'B' }] }),
    B: { Type: 'Wait', Seconds: 0.1, End: true },
  };
  const { output } = await run(states, [0, 1, 2, 3], perform);
  expect(output).toEqual({ Error: 'Broken', Cause: 'the first' });
  // What was under way cannot be called back; nothing was begun after it.
  expect(done).toEqual([1]);
});

test('a Map is tried again as a whole', async () => {
  const perform = failing('A');
  const states = { A: map(task({}), { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0.01 }] }) };
  expect(await run(states, [1, 2], perform)).toMatchObject({ output: ['done', 'done'] });
});

test('stopping the execution stops every iteration', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(new StateError('Stopped', 'enough')), 30);
  const states = { A: map(task({}), { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }] }) };
  const ran = await run(states, [1, 2], () => new Promise(() => {}), abort.signal);
  expect(ran).toMatchObject({ error: 'Stopped', cause: 'enough' });
});

test('what is no list cannot be gone through', async () => {
  expect(await run({ A: map(task({}), { Items: '{% {"a": 1} %}' }) })).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: 'the items of a Map must be an array, not {"a":1}',
  });
});
