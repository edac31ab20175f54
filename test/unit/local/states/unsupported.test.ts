import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Definition } from '../../../../local/states/Definition.ts';
import { isIntegrated } from '../../../../local/states/integrations.ts';
import { unsupported } from '../../../../local/states/unsupported.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const machine = (state: object, fields: object = {}) =>
  ({ StartAt: 'A', QueryLanguage: 'JSONata', States: { A: state }, ...fields }) as unknown as Definition;
const faults = (state: object, fields: object = {}) => unsupported(machine(state, fields), isIntegrated);
const task = { Type: 'Task', Resource: invoke, End: true };
const mapOver = (state: object, fields: object = {}) => ({
  Type: 'Map',
  End: true,
  ItemProcessor: { StartAt: 'B', States: { B: state }, ...fields },
});

test('a definition of everything that is supported is taken', () => {
  const retry = {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 1,
    MaxAttempts: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 9,
    JitterStrategy: 'FULL',
  };
  const state = {
    ...task,
    Comment: 'c',
    Arguments: { a: '{% $states.input %}' },
    TimeoutSeconds: 5,
    Assign: { a: 1 },
    Output: '{% 1 %}',
    Retry: [retry],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A', Output: 1, Assign: { b: 1 } }],
  };
  expect(faults(state, { Comment: 'c', TimeoutSeconds: 7, Version: '1.0' })).toEqual([]);
  const processor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
  expect(faults(mapOver({ Type: 'Succeed' }, processor))).toEqual([]);
});

test.each([
  ['a Parallel', { Type: 'Parallel' }, 'state A is a Parallel'],
  ['a field of another query language', { ...task, ResultPath: '$.a' }, 'state A has ResultPath'],
  ['a heartbeat', { ...task, HeartbeatSeconds: 3 }, 'state A has HeartbeatSeconds'],
  ['a field of another type of state', { Type: 'Succeed', Seconds: 3 }, 'state A has Seconds'],
  [
    'a wait until a time',
    { Type: 'Wait', Timestamp: '2027-01-01T00:00:00Z', End: true },
    'state A has Timestamp',
  ],
  [
    'tolerated failures',
    { ...mapOver({ Type: 'Succeed' }), ToleratedFailureCount: 1 },
    'state A has ToleratedFailureCount',
  ],
  ['an item reader', { ...mapOver({ Type: 'Succeed' }), ItemReader: {} }, 'state A has ItemReader'],
  ['a Map over nothing', { Type: 'Map', End: true }, 'state A has no ItemProcessor'],
  ['a field of a retrier', { ...task, Retry: [{ ErrorEquals: [], Odd: 1 }] }, 'state A has Retry[0].Odd'],
  [
    'a field of a catcher',
    { ...task, Catch: [{ ErrorEquals: [], Next: 'A', ResultPath: null }] },
    'state A has Catch[0].ResultPath',
  ],
  [
    'a field of a rule',
    { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'A' }] },
    'state A has Choices[0].Variable',
  ],
  [
    'a resource',
    { ...task, Resource: 'arn:aws:states:::dynamodb:putItem' },
    'state A has Resource arn:aws:states:::dynamodb:putItem',
  ],
  [
    'a callback',
    { ...task, Resource: `${invoke}.waitForTaskToken` },
    `state A has Resource ${invoke}.waitForTaskToken`,
  ],
  ['a next state that is not there', { ...task, Next: 'Z' }, 'state A goes on to Z, which is not there'],
  [
    'a default that is not there',
    { Type: 'Choice', Choices: [], Default: 'Z' },
    'state A goes on to Z, which is not there',
  ],
  ['a state in JSONPath', { ...task, QueryLanguage: 'JSONPath' }, 'state A is not in JSONata'],
  [
    'an expression that cannot be read',
    { ...task, Assign: { x: { y: '{% 1 + %}' } } },
    /^state A has Assign\.x\.y, which is no JSONata: /,
  ],
  [
    'a condition that cannot be read',
    { Type: 'Choice', Choices: [{ Condition: '{% ( %}', Next: 'A' }] },
    /^state A has Choices\.0\.Condition, which is no JSONata: /,
  ],
  ['a field within a Map', mapOver({ ...task, HeartbeatSeconds: 1 }), 'state B has HeartbeatSeconds'],
  [
    'a field of an item processor',
    mapOver({ Type: 'Succeed' }, { ProcessorConfig: { Odd: 1 } }),
    'state A has ItemProcessor.ProcessorConfig.Odd',
  ],
])('%s is refused with state and field', (_, state, expected) => {
  expect(faults(state)).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
});

test('a machine that starts nowhere, has an unknown field or no JSONata is refused', () => {
  expect(faults(task, { StartAt: 'Z' })).toEqual(['the machine starts at Z, which is not there']);
  expect(faults(task, { Odd: 1 })).toEqual(['the machine has Odd']);
  expect(faults(task, { QueryLanguage: undefined })).toEqual(['state A is not in JSONata']);
});

test('every fault is told at once', () => {
  expect(faults({ ...task, HeartbeatSeconds: 1, Next: 'Z', ResultPath: '$' })).toHaveLength(3);
});

test('the fields of every type of state in the types are known to the check', () => {
  const types = readFileSync(new URL('../../../../local/states/Definition.ts', import.meta.url), 'utf8');
  const declared = [...types.slice(types.indexOf('interface State ')).matchAll(/readonly (\w+)\??:/g)].map(
    ([, name]) => name!,
  );
  const check = readFileSync(new URL('../../../../local/states/unsupported.ts', import.meta.url), 'utf8');
  expect(declared.filter((name) => !check.includes(`'${name}'`))).toEqual([]);
});
