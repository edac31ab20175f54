import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Reference values of a topic, as `npm run golden` wrote them. */
export function reference<Values>(topic: string): Values {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${topic}.json`), 'utf8')) as Values;
}

/** The largest difference, as a share of the largest reference value (of 1, where all are zero). */
export function differenceOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  const scale = Math.max(...Array.from(theirs, Math.abs)) || 1;
  const differences = Array.from(theirs, (value, index) => Math.abs(ours[index]! - value) / scale);
  // Math.max loses no NaN, so that a missing number cannot pass for a small one.
  return Math.max(0, ...differences);
}

/**
 * `GOLDEN_PRINT=1` prints each difference.
 *
 * @param tolerance share of the largest reference value
 */
export function expectAgreement(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  tolerance: number,
  what = '',
): void {
  const difference = differenceOf(ours, theirs);
  if (process.env.GOLDEN_PRINT)
    console.log(`GOLDEN\t${expect.getState().currentTestName}\t${what}\t${difference}\t${tolerance}`);
  expect(difference, what).toBeLessThanOrEqual(tolerance);
}
