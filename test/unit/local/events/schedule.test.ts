import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { schedule, scheduleFaults, upcoming } from '../../../../local/events/schedule.ts';

/** A Tuesday. */
const tuesday = new Date('2026-11-24T00:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: tuesday });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['rate(1 minute)', 60],
  ['rate(5 minutes)', 300],
  ['rate(1 hour)', 3600],
])('%s fires first after %i seconds, and then as often', async (expression, seconds) => {
  const fired: number[] = [];
  const stop = schedule(expression, () => fired.push((Date.now() - tuesday.getTime()) / 1000));
  await vi.advanceTimersByTimeAsync(seconds * 3 * 1000 + 500);
  stop();
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  expect(fired.map(Math.round)).toEqual([seconds, 2 * seconds, 3 * seconds]);
});

test('cron fires at its times in UTC', async () => {
  const fired: string[] = [];
  const stop = schedule('cron(0 6 * * ? *)', () => fired.push(new Date().toISOString().slice(0, 16)));
  await vi.advanceTimersByTimeAsync(1.5 * 86_400_000);
  stop();
  expect(fired).toEqual(['2026-11-24T06:00', '2026-11-25T06:00']);
});

// Forms of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
test.each([
  ['cron(0 10 * * ? *)', ['2026-11-24T10:00', '2026-11-25T10:00']],
  ['cron(0/15 * * * ? *)', ['2026-11-24T00:15', '2026-11-24T00:30']],
  ['cron(0 18 ? * MON-FRI *)', ['2026-11-24T18:00', '2026-11-25T18:00']],
  ['cron(0 18 ? * 2-6 *)', ['2026-11-24T18:00', '2026-11-25T18:00']],
  ['cron(0 9 ? * 1 *)', ['2026-11-29T09:00', '2026-12-06T09:00']],
  ['cron(0 9 ? * 7 *)', ['2026-11-28T09:00', '2026-12-05T09:00']],
  ['cron(0 9 ? * L *)', ['2026-11-28T09:00', '2026-12-05T09:00']],
  ['cron(0 9 ? * 6L *)', ['2026-11-27T09:00', '2026-12-25T09:00']],
  ['cron(0 9 ? * FRIL *)', ['2026-11-27T09:00', '2026-12-25T09:00']],
  ['cron(0 9 ? * 3#2 *)', ['2026-12-08T09:00', '2027-01-12T09:00']],
  ['cron(0 8 1 * ? *)', ['2026-12-01T08:00', '2027-01-01T08:00']],
  ['cron(0 8 L * ? *)', ['2026-11-30T08:00', '2026-12-31T08:00']],
  ['cron(0 8 3W * ? *)', ['2026-12-03T08:00', '2027-01-04T08:00']],
  ['cron(0 0 1 JAN,JUL ? 2027-2028)', ['2027-01-01T00:00', '2027-07-01T00:00']],
  ['cron(0 0 1 1 ? 2020)', []],
])('%s fires at %j', (expression, times) => {
  expect(scheduleFaults(expression)).toEqual([]);
  expect(upcoming(expression, 2, tuesday).map((time) => time.slice(0, 16))).toEqual(times);
});

test.each([
  ['rate(1 minutes)', 'it must be rate(1 hour), rate(5 minutes) and the like, or cron() with six fields'],
  ['rate(5 minute)', 'it must be'],
  ['rate(0 days)', 'it must be'],
  ['rate(10 seconds)', 'it must be'],
  ['at(2026-11-24T00:00:00)', 'it must be'],
  ['cron(0 9 1 1 ?)', 'it must be'],
  ['cron(0 9 * * * *)', 'exactly one of day of month and day of week must be ?'],
  ['cron(0 9 ? * ? *)', 'exactly one of day of month and day of week must be ?'],
  ['cron(0 9 ? * 3#1,6#3 *)', '# stands alone in day of week'],
  ['cron(0 9 ? * 2/2 *)', 'its day of week cannot be 2/2'],
  ['cron(L 9 1 * ? *)', 'its minutes cannot be L'],
  ['cron(61 9 1 1 ? *)', 'Invalid value for minute: 61'],
  ['cron(0 0 1 FOO ? *)', 'FOO'],
])('%s is refused', (expression, why) => {
  expect(scheduleFaults(expression)).toEqual([expect.stringContaining(why)]);
  expect(scheduleFaults(expression)[0]).toContain(expression);
});
