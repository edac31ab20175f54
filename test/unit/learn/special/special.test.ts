import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquareTail, fTail } from '../../../../layers/learn/special/beta.ts';
import { digammas } from '../../../../layers/learn/special/gamma.ts';
import { normalCdf, normalMass } from '../../../../layers/learn/special/normal.ts';

/** Relative to the value, from tables of 15 digits. */
test.each([
  [() => fTail(4.963, 1, 10), 0.05003049978998343],
  [() => fTail(1e-6, 1, 100_000), 0.9992021175668878],
  [() => chiSquareTail(3.841458820694124, 1), 0.05],
  [() => chiSquareTail(18.307038053275146, 10), 0.05],
  [() => normalCdf(1.959963984540054), 0.975],
  [() => normalCdf(-8), 6.220960574271785e-16],
  [() => digammas(4)[1]!, -0.5772156649015329],
  [() => digammas(4)[4]!, 1.2561176684318005],
])('%s', (of, expected) => {
  expect(of() / expected).toBeCloseTo(1, 7);
});

test('an F of one degree and many more is a χ², and tails fall from 1 to 0', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 50, noNaN: true }),
      fc.integer({ min: 1, max: 40 }),
      (x, degrees) => {
        expect(fTail(x, degrees, 1e7)).toBeCloseTo(chiSquareTail(x * degrees, degrees), 4);
        expect(fTail(x, degrees, 9)).toBeGreaterThan(fTail(x + 1, degrees, 9));
        // F of m and n degrees turned over is F of n and m.
        expect(fTail(x, degrees, 9)).toBeCloseTo(1 - fTail(1 / x, 9, degrees), 12);
      },
    ),
  );
});

test('mass is symmetric, and adds up', () => {
  const number = fc.double({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(number, number, number, (...ends) => {
      const [a, b, c] = ends.sort((one, other) => one - other) as [number, number, number];
      expect(normalMass(a, b) + normalMass(b, c)).toBeCloseTo(normalMass(a, c), 12);
      expect(normalMass(-b, -a)).toBeCloseTo(normalMass(a, b), 12);
      expect(normalMass(a, b)).toBeGreaterThanOrEqual(0);
    }),
  );
});
