import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Alarms } from '../../../../local/alarms/Alarms.ts';
import { Metrics } from '../../../../local/alarms/Metrics.ts';
import { DeadLetters } from '../../../../local/events/DeadLetters.ts';

const alarm = {
  stack: 'Stack',
  id: 'Alarm1',
  type: 'AWS::CloudWatch::Alarm',
  ref: 'Stack-Alarm1',
  arn: 'arn:aws:cloudwatch:::alarm:Stack-Alarm1',
  properties: {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'letters' }],
    Statistic: 'Maximum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: ['arn:aws:sns:::people'],
  },
};

test('an event that was lost is kept with its reason, and alarms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'letters-'));
  try {
    const file = join(folder, 'dead-letters.ndjson');
    const metrics = new Metrics();
    const letters = new DeadLetters(file, metrics);
    const told: string[] = [];
    const alarms = new Alarms([alarm], metrics, (topic) => told.push(topic));
    letters.measure();
    alarms.evaluate();
    expect(told).toEqual([]);

    letters.add('arn:aws:sqs:us-east-1:000000000000:letters', { model: 'rent' }, 'it is broken');
    letters.measure();
    alarms.evaluate();
    expect(told).toEqual(['arn:aws:sns:::people']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      queue: 'arn:aws:sqs:us-east-1:000000000000:letters',
      reason: 'it is broken',
      event: { model: 'rent' },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
