import { describe, expect, it } from 'vitest';
import { Metrics } from '../../../local/alarms/Metrics.ts';

const start = 1_700_000_000_000;
const of = { Model: 'm' };

describe('local metrics', () => {
  it('give the statistics of CloudWatch over the last period', () => {
    const metrics = new Metrics();
    for (const [seconds, value] of [
      [0, 99],
      [10, 1],
      [10, 4],
      [11, 7],
    ] as const)
      metrics.put('N', 'x', of, value, start + seconds * 1000);
    const statistic = (name: string) => metrics.statistic('N', 'x', of, name, 5, start + 12_000);
    expect(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99'].map(statistic)).toEqual([
      12, 4, 1, 7, 3, 4, 7,
    ]);
    expect(metrics.statistic('N', 'x', of, 'Sum', 5, start + 60_000)).toBeUndefined();
    expect(metrics.statistic('N', 'x', { Model: 'other' }, 'Sum', 5, start + 12_000)).toBeUndefined();
  });

  it('take a million values in a minute, as a busy API gives them', () => {
    const metrics = new Metrics();
    for (let index = 0; index < 1_000_000; index++)
      metrics.put('N', 'x', of, 1 + ((index * 7919) % 1000), start + Math.floor(index * 0.06));
    const statistic = (name: string) => metrics.statistic('N', 'x', of, name, 60, start + 59_999);
    expect(['SampleCount', 'Maximum', 'Minimum', 'p99'].map(statistic)).toEqual([1_000_000, 1000, 1, 990]);
  });
});
