import { expect, test } from 'vitest';
import { Alarms } from '../../../../local/alarms/Alarms.ts';
import { Metrics } from '../../../../local/alarms/Metrics.ts';
import type { Resource } from '../../../../local/assembly/Template.ts';

const metric = ['Millrace', 'DataDrift', { Model: 'm' }] as const;
const second = 1000;
/** Any moment. */
const start = 1_800_000_000_000;

const alarm = (properties: object = {}): Resource => ({
  stack: 'Stack',
  id: 'Drift1',
  type: 'AWS::CloudWatch::Alarm',
  ref: 'Stack-Drift1',
  arn: 'arn',
  properties: {
    Namespace: 'Millrace',
    MetricName: 'DataDrift',
    Dimensions: [{ Name: 'Model', Value: 'm' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.3,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: ['arn:topic'],
    OKActions: ['arn:topic'],
    ...properties,
  },
});

/** Alarms over metrics of their own; `at(seconds, value)` puts a point, `look(seconds)` gives the state then. */
function watch(properties: object = {}) {
  const metrics = new Metrics();
  const sent: string[] = [];
  const alarms = new Alarms([alarm(properties)], metrics, (topic, subject) =>
    sent.push(`${topic} ${subject}`),
  );
  return {
    sent,
    alarms,
    metrics,
    at: (seconds: number, value: number) => metrics.put(...metric, value, start + seconds * second),
    look: (seconds: number) => {
      alarms.evaluate(start + seconds * second);
      return alarms.list()[0]!.state;
    },
  };
}

test('an alarm rises, recovers when the period has passed, and tells each change once', () => {
  const { at, look, sent, alarms } = watch();
  expect(alarms.list()[0]!.state).toBe('INSUFFICIENT_DATA');
  expect(look(0)).toBe('OK');
  at(1, 0.29);
  expect(look(2)).toBe('OK');
  at(3, 0.3);
  expect([4, 6, 30].map(look)).toEqual(['ALARM', 'ALARM', 'ALARM']);
  expect(alarms.list()[0]!.reason).toBe('Maximum of DataDrift is 0.3, the threshold 0.3');
  at(62, 0.1);
  expect([62.9, 63, 70].map(look)).toEqual(['ALARM', 'OK', 'OK']);
  at(80, 0.9);
  expect([81, 82].map(look)).toEqual(['ALARM', 'ALARM']);
  expect(sent).toEqual([
    'arn:topic ALARM: Stack-Drift1',
    'arn:topic OK: Stack-Drift1',
    'arn:topic ALARM: Stack-Drift1',
  ]);
});

test('a period begins after its start and includes its end', () => {
  const { at, metrics } = watch();
  const value = (end: number) => metrics.statistic(...metric, 'Sum', 60, start + end * second);
  at(0, 1);
  at(60, 2);
  expect([59.999, 60, 119.999, 120].map(value)).toEqual([1, 2, 2, undefined]);
});

test.each([
  ['notBreaching', 'OK'],
  ['breaching', 'ALARM'],
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'ALARM'],
  [undefined, 'INSUFFICIENT_DATA'],
])('with missing data as %s, an alarm without any becomes %s', (TreatMissingData, expected) => {
  const { at, look } = watch({ TreatMissingData });
  at(1, 1);
  expect(look(2)).toBe('ALARM');
  expect(look(100)).toBe(expected);
});

test('becoming OK is no news after a start without data', () => {
  const { look, sent } = watch();
  look(0);
  expect(sent).toEqual([]);
});

test.each([
  ['GreaterThanThreshold', [5, 5.1], ['OK', 'ALARM']],
  ['GreaterThanOrEqualToThreshold', [4.9, 5], ['OK', 'ALARM']],
  ['LessThanThreshold', [5, 4.9], ['OK', 'ALARM']],
  ['LessThanOrEqualToThreshold', [5.1, 5], ['OK', 'ALARM']],
])('%s compares as it says', (ComparisonOperator, values, expected) => {
  const states = values.map((value) => {
    const { at, look } = watch({ ComparisonOperator, Threshold: 5 });
    at(1, value);
    return look(2);
  });
  expect(states).toEqual(expected);
});

test('statistics are those of the points of the period', () => {
  const { at, metrics } = watch();
  for (const [index, value] of [5, 1, 4, 2, 3].entries()) at(index, value);
  const value = (statistic: string) => metrics.statistic(...metric, statistic, 60, start + 10 * second);
  expect(['Sum', 'Maximum', 'Minimum', 'Average', 'SampleCount'].map(value)).toEqual([15, 5, 1, 3, 5]);
  expect(['p0', 'p20', 'p50', 'p99', 'p99.9', 'p100'].map(value)).toEqual([1, 1, 3, 5, 5, 5]);
});

test('p99 of very many points is the point below which 99 of 100 are', () => {
  const { at, metrics } = watch();
  for (let index = 200_000; index > 0; index--) at(0, index);
  expect(metrics.statistic(...metric, 'p99', 60, start)).toBe(198_000);
  expect(metrics.statistic(...metric, 'Maximum', 60, start)).toBe(200_000);
});

test('an alarm on p99 is one on the extended statistic', () => {
  const { at, look } = watch({ Statistic: undefined, ExtendedStatistic: 'p99', Threshold: 1000 });
  for (let index = 0; index < 99; index++) at(0, 1);
  at(0, 5000);
  expect(look(1)).toBe('OK');
  at(0, 5000);
  expect(look(1)).toBe('ALARM');
});

test('embedded metrics are taken out of the log, by every set of dimensions, values and lists of them', () => {
  const metrics = new Metrics();
  const plain = ['N', 'Latency', {}] as const;
  const byModel = ['N', 'Latency', { Model: 'm' }] as const;
  const line = (Dimensions?: string[][]) =>
    JSON.stringify({
      _aws: {
        Timestamp: 0,
        CloudWatchMetrics: [
          { Namespace: 'N', Dimensions, Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }] },
        ],
      },
      Model: 'm',
      Latency: [1, 2, 3],
    });
  expect(metrics.readEmbedded(line([['Model'], []]))).toBe(true);
  expect([metrics.statistic(...byModel, 'Sum', 60), metrics.statistic(...plain, 'Sum', 60)]).toEqual([6, 6]);
  expect(metrics.readEmbedded(line())).toBe(true);
  expect([metrics.statistic(...byModel, 'Sum', 60), metrics.statistic(...plain, 'Sum', 60)]).toEqual([6, 12]);
});

test.each(['plain', '{"message":"_aws"}', '{"_aws" is no JSON', '"_aws"', 'null "_aws"', '{"_aws":{}}'])(
  'the line %s is no metric, and stays in the log',
  (line) => {
    expect(new Metrics().readEmbedded(line)).toBe(false);
  },
);

test.each([
  [{ EvaluationPeriods: 3 }, 'its EvaluationPeriods are 3, not 1'],
  [{ DatapointsToAlarm: 1 }, 'it has DatapointsToAlarm'],
  [{ Metrics: [] }, 'it has Metrics'],
  [{ Statistic: 'Odd' }, 'its statistic is Odd'],
  [{ ExtendedStatistic: 'tm99' }, 'its statistic is tm99'],
  [
    { ComparisonOperator: 'GreaterThanUpperThreshold' },
    'its ComparisonOperator is GreaterThanUpperThreshold',
  ],
  [{ TreatMissingData: 'odd' }, 'its TreatMissingData is odd'],
])('an alarm with %j is refused at the start, by its logical id', (properties, why) => {
  expect(() => watch(properties)).toThrow(
    `the alarm Drift1 of Stack cannot be watched on this machine: ${why}`,
  );
});
