import { describe, expect, test } from 'vitest';
import { run, task } from './machine.ts';

describe('Pass', () => {
  test('hands its input on, or its Output', async () => {
    expect(await run({ A: { Type: 'Pass', End: true } }, { a: 1 })).toMatchObject({ output: { a: 1 } });
    const states = {
      A: {
        Type: 'Pass',
        Output: { sum: '{% $states.input.a + 1 %}', text: 'a {% b %}', list: [1, '{% 2 %}'] },
        End: true,
      },
    };
    expect(await run(states, { a: 1 })).toMatchObject({
      output: { sum: 2, text: 'a {% b %}', list: [1, 2] },
    });
  });

  test('assigns all at once: no assignment sees another of the same state, nor does its Output', async () => {
    const states = {
      A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'C' },
      C: { Type: 'Pass', Output: '{% [$states.input, $x, $y] %}', End: true },
    };
    // JSONata flattens what it puts in a list.
    expect(await run(states)).toMatchObject({ output: [1, 2, 2, 1] });
  });

  test('has no $states.result', async () => {
    const states = { A: { Type: 'Pass', Output: '{% $exists($states.result) %}', End: true } };
    expect(await run(states)).toMatchObject({ output: false });
  });

  test('fails when an expression gives nothing, or a function', async () => {
    for (const Output of [
      '{% $states.input.nothing %}',
      '{% $sum %}',
      '{% function() { 1 } %}',
      '{% $number("x") %}',
    ]) {
      expect(await run({ A: { Type: 'Pass', Output, End: true } })).toMatchObject({
        error: 'States.QueryEvaluationError',
      });
    }
  });
});

test('the context tells execution, machine and state', async () => {
  const states = {
    A: {
      Type: 'Pass',
      Output:
        '{% [$states.context.Execution.Name, $states.context.Execution.Input.from, $states.context.StateMachine.Name, $states.context.State.Name, $string($states.context.State.RetryCount)] %}',
      End: true,
    },
  };
  expect(await run(states)).toMatchObject({ output: ['e', 'outside', 'm', 'A', '0'] });
});

describe('Task', () => {
  test('gets its Arguments, or its input, and gives its result', async () => {
    expect(await run({ A: task({}) }, { a: 1 })).toMatchObject({ output: { a: 1 } });
    expect(await run({ A: task({ Arguments: { b: '{% $states.input.a %}' } }) }, { a: 1 })).toMatchObject({
      output: { b: 1 },
    });
  });

  test('Output and Assign see result and input', async () => {
    const states = {
      A: task({
        Output: '{% $states.result.n + $states.input.a %}',
        Assign: { kept: '{% $states.result %}' },
        Next: 'B',
      }),
      B: { Type: 'Pass', Output: '{% { "in": $states.input, "kept": $kept } %}', End: true },
    };
    expect(await run(states, { a: 1 }, () => ({ n: 41 }))).toMatchObject({
      output: { in: 42, kept: { n: 41 } },
    });
  });
});

describe('Choice', () => {
  const states = {
    A: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 10 %}',
          Next: 'Big',
          Assign: { size: 'big' },
          Output: '{% "chosen" %}',
        },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big' },
      ],
      Default: 'Small',
      Assign: { size: 'small' },
    },
    Big: { Type: 'Pass', Output: '{% [$states.input = "chosen", $exists($size)] %}', End: true },
    Small: { Type: 'Pass', Output: '{% $size %}', End: true },
  };

  test('takes the first rule that holds, with its own Output and Assign', async () => {
    expect(await run(states, { n: 11 })).toMatchObject({ output: [true, true] });
    expect(await run(states, { n: 6 })).toMatchObject({ output: [false, false] });
  });

  test('takes the default with those of the state', async () => {
    expect(await run(states, { n: 1 })).toMatchObject({ output: 'small' });
  });

  test('fails without any, and when a condition gives no boolean', async () => {
    const { Default: _, ...without } = states.A;
    expect(await run({ ...states, A: without }, { n: 1 })).toMatchObject({ error: 'States.NoChoiceMatched' });
    const odd = { ...states.A, Choices: [{ Condition: '{% $states.input.n %}', Next: 'Big' }] };
    expect(await run({ ...states, A: odd }, { n: 1 })).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining('gives 1, not true or false'),
    });
  });
});

describe('Wait', () => {
  test('waits for seconds that an expression may give', async () => {
    const started = performance.now();
    const states = { A: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } };
    expect(await run(states, { s: 0.05 })).toMatchObject({ output: { s: 0.05 } });
    expect(performance.now() - started).toBeGreaterThanOrEqual(49);
  });

  test('fails for what is no number of seconds', async () => {
    expect(await run({ A: { Type: 'Wait', Seconds: '{% "soon" %}', End: true } })).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: 'Seconds must be a number of seconds, not "soon"',
    });
  });
});

test('Succeed ends with its Output', async () => {
  expect(await run({ A: { Type: 'Succeed', Output: '{% $states.input.a %}' } }, { a: 7 })).toMatchObject({
    output: 7,
  });
});

test('Fail ends with the error and the cause that expressions give', async () => {
  const states = {
    A: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "at " & $states.input.at %}' },
  };
  expect(await run(states, { e: 'Odd', at: 'noon' })).toMatchObject({ error: 'Odd', cause: 'at noon' });
});

describe('what is too large for AWS fails with States.DataLimitExceeded', () => {
  const most = 262_144 - 2;
  const euros = '€'.repeat(90_000);

  test.each([
    ['a result', { A: task({ Output: 1 }) }, () => 'x'.repeat(most + 1)],
    [
      'an output',
      { A: task({ Output: '{% $states.result & $states.result %}' }) },
      () => 'x'.repeat(most / 2 + 1),
    ],
    ['an argument', { A: task({ Arguments: { a: 'x'.repeat(most) } }) }, () => 1],
    [
      'what is assigned',
      { A: task({ Output: 1, Assign: { a: '{% $states.result %}' } }) },
      () => 'x'.repeat(most),
    ],
    ['by bytes, not by characters', { A: task({}) }, () => euros],
  ])('%s', async (_, states, perform) => {
    expect(await run(states, {}, perform)).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  test('but not what just fits, and no States.ALL catches it', async () => {
    expect(await run({ A: task({}) }, {}, () => 'x'.repeat(most))).toMatchObject({
      output: 'x'.repeat(most),
    });
    const caught = (name: string) => ({
      A: task({ Catch: [{ ErrorEquals: [name], Next: 'B' }] }),
      B: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    });
    expect(await run(caught('States.ALL'), {}, () => euros)).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
    expect(await run(caught('States.DataLimitExceeded'), {}, () => euros)).toMatchObject({
      output: 'States.DataLimitExceeded',
    });
  });
});
