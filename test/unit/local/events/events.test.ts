import { expect, test } from 'vitest';
import type { Resource } from '../../../../local/assembly/Template.ts';
import { EventBus, type Lost } from '../../../../local/events/EventBus.ts';
import { fits, inputOf } from '../../../../local/events/pattern.ts';

const event = {
  source: 'aws.states',
  'detail-type': 'Status Change',
  resources: ['arn:one', 'arn:two'],
  detail: { status: 'ABORTED', count: 3, ok: true, cause: 'it said "no"\nand went' },
};

test.each([
  [{ source: ['aws.states'] }, true],
  [{ source: ['aws.other', 'aws.states'] }, true],
  [{ source: ['aws.other'] }, false],
  [{ source: [{ prefix: 'aws.' }] }, true],
  [{ source: [{ prefix: 'own.' }] }, false],
  [{ source: ['aws.states'], detail: { status: ['ABORTED', 'TIMED_OUT'] } }, true],
  [{ source: ['aws.states'], detail: { status: ['FAILED'] } }, false],
  [{ detail: { count: [3], ok: [true] } }, true],
  [{ detail: { count: ['3'] } }, false],
  [{ detail: { count: [{ prefix: '3' }] } }, false],
  [{ detail: { missing: ['x'] } }, false],
  [{ other: { deep: ['x'] } }, false],
  [{ resources: ['arn:two'] }, true],
  [{ resources: ['arn:three'] }, false],
])('the pattern %j fits: %s', (pattern, expected) => {
  expect(fits(pattern, event)).toBe(expected);
});

test('a target gets the event, a constant, or a template filled from the event', () => {
  expect(inputOf({}, event)).toBe(event);
  expect(inputOf({ Input: '{"a":1}' }, event)).toEqual({ a: 1 });
  const InputTransformer = {
    InputPathsMap: {
      status: '$.detail.status',
      count: '$.detail.count',
      cause: '$.detail.cause',
      none: '$.detail.none',
    },
    InputTemplate:
      '{"bare":<count>,"quoted":"<status>","text":"<count> times: <cause>","detail":<cause>,"none":"<none>","plain":"a \\"b\\" > c"}',
  };
  expect(inputOf({ InputTransformer }, event)).toEqual({
    bare: 3,
    quoted: 'ABORTED',
    text: '3 times: it said "no"\nand went',
    detail: 'it said "no"\nand went',
    none: '',
    plain: 'a "b" > c',
  });
});

const rule = (properties: Resource['properties']): Resource => ({
  stack: 'Stack',
  id: 'Rule1',
  type: 'AWS::Events::Rule',
  ref: 'Stack-Rule1',
  arn: 'arn',
  properties,
});

test('the bus sends to every target of every rule that fits, and says whether all took it', async () => {
  const delivered: [string, unknown][] = [];
  const lost: Lost[] = [];
  const bus = new EventBus(
    [
      rule({
        EventPattern: { source: ['aws.states'] },
        Targets: [
          { Arn: 'a', Id: '1' },
          { Arn: 'b', Id: '2', Input: '7' },
        ],
      }),
      rule({ EventPattern: { source: ['aws.other'] }, Targets: [{ Arn: 'c', Id: '1' }] }),
      rule({ EventPattern: { source: ['aws.states'] }, State: 'DISABLED', Targets: [{ Arn: 'd', Id: '1' }] }),
      rule({
        EventPattern: { source: ['aws.third'] },
        Targets: [
          { Arn: 'broken', Id: '1', Input: '7', DeadLetterConfig: { Arn: 'arn:aws:sqs:::letters' } },
          { Arn: 'a', Id: '2' },
        ],
      }),
    ],
    async (arn, input) => {
      if (arn === 'broken') throw new Error('it is broken');
      delivered.push([arn, input]);
    },
    (what) => lost.push(what),
  );
  expect(await bus.emit(event)).toBe(true);
  expect(delivered).toEqual([
    ['a', event],
    ['b', 7],
  ]);
  expect(await bus.emit({ source: 'aws.third' })).toBe(false);
  expect(delivered).toHaveLength(3);
  expect(lost).toEqual([
    {
      rule: 'Stack-Rule1',
      target: 'broken',
      input: 7,
      reason: 'it is broken',
      queue: 'arn:aws:sqs:::letters',
    },
  ]);
  expect(await bus.emit({ source: 'nobody waits for it' })).toBe(true);
});

test.each([
  [{ EventPattern: { source: [{ 'anything-but': 'x' }] } }, 'EventPattern.source has {"anything-but":"x"}'],
  [
    { EventPattern: { detail: { n: [{ numeric: ['>', 1] }] } } },
    'EventPattern.detail.n has {"numeric":[">",1]}',
  ],
  [{ EventPattern: { $or: [{ a: [1] }] } }, 'EventPattern has $or'],
  [{ EventPattern: { source: 'aws.states' } }, 'EventPattern.source is "aws.states", not a list of values'],
  [{ ScheduleExpression: 'rate(1 minutes)' }, 'its schedule is rate(1 minutes)'],
  [
    { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: 'a', InputPath: '$.a' }] },
    'a target has InputPath',
  ],
])('the rule %j is refused at the start, by its logical id', (properties, why) => {
  const make = () =>
    new EventBus(
      [rule(properties)],
      async () => {},
      () => {},
    );
  expect(make).toThrow(`the rule Rule1 of Stack cannot be run on this machine: ${why}`);
});
