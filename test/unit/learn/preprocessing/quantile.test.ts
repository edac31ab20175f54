import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileMethods, quantilesOf } from '../../../../layers/learn/preprocessing/quantile.ts';
import { selectRanks } from '../../../../layers/learn/preprocessing/selectRanks.ts';

const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 300,
});

test('selected ranks are where sorting puts them, and no value is lost', () => {
  fc.assert(
    fc.property(values, fc.array(fc.nat(299), { maxLength: 4 }), (given, wanted) => {
      const ranks = [...new Set(wanted.map((rank) => rank % given.length))].sort((a, b) => a - b);
      const selected = Float64Array.from(given, (value) => value + 0);
      const sorted = selected.toSorted();
      selectRanks(selected, ranks);
      for (const rank of ranks) expect(selected[rank]).toBe(sorted[rank]);
      expect(selected.toSorted()).toEqual(sorted);
    }),
  );
});

test('quantiles ascend from the smallest value to the largest', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(...quantileMethods), (given, method) => {
      const shares = [0, 0.1, 0.25, 0.5, 0.9, 1];
      const finite = given.filter(Number.isFinite).map((value) => Math.max(-1e300, Math.min(1e300, value)));
      fc.pre(finite.length > 0);
      const quantiles = quantilesOf(Float64Array.from(finite), shares, method);
      // Of two zeros either may be the least.
      expect(quantiles[0]! + 0).toBe(Math.min(...finite) + 0);
      expect(quantiles.at(-1)! + 0).toBe(Math.max(...finite) + 0);
      for (let place = 1; place < shares.length; place++) {
        const rounding = 1e-12 * Math.abs(quantiles[place]!);
        expect(quantiles[place]! + rounding).toBeGreaterThanOrEqual(quantiles[place - 1]!);
      }
    }),
  );
});
