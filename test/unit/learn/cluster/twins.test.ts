import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batch, DistanceBatches } from '../../../../layers/learn/cluster/DistanceBatches.ts';
import { lloyd } from '../../../../layers/learn/cluster/lloyd.ts';
import { accumulateGram } from '../../../../layers/learn/decomposition/gramSums.ts';
import { Arena } from '../../../../layers/learn/kernels/Arena.ts';
import { type Dense, denseRows } from '../../../../layers/learn/matrix.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { runSteps } from '../../../../layers/learn/steps.ts';

/** Kernels give the very bits of their twins, whatever the shape. */
const shapes = fc.record({
  rows: fc.integer({ min: 12, max: 400 }),
  columns: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer(),
});

function dataOf({ rows, columns, seed }: { rows: number; columns: number; seed: number }): Dense {
  const random = seededRandom(seed);
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => random() - 0.5) };
}

test('Lloyd’s rounds', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 11 }), (shape, k) => {
      const X = dataOf(shape);
      const first = denseRows(X, [...Array(k).keys()]);
      const options = { weights: undefined, maxIter: 20, tol: 0 };
      const plain = runSteps(lloyd(X, first, { ...options, arena: new Arena({ plain: true }) }));
      expect(runSteps(lloyd(X, first, options))).toEqual(plain);
    }),
  );
});

test('distances', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 11 }), (shape, k) => {
      const X = dataOf(shape);
      const centres = denseRows(X, [...Array(k).keys()]);
      const length = Math.min(batch, X.rows);
      const [plain, fast] = [new Arena({ plain: true }), new Arena()].map((arena) => {
        const batches = new DistanceBatches(X, k, arena);
        batches.setCentres(centres);
        const distances = batches.measure(0, length);
        return Array.from(
          { length: length * k },
          (_, at) => distances[Math.floor(at / k) * batches.width + (at % k)],
        );
      });
      expect(fast).toEqual(plain);
    }),
  );
});

test('products of columns', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const X = dataOf(shape);
      const centre = X.data.slice(0, X.columns);
      const upper = (arena: Arena) => {
        const { sums, products, stride } = accumulateGram(X, centre, arena);
        const places = [...Array(X.columns).keys()].flatMap((i) =>
          [...Array(X.columns - i).keys()].map((shift) => products[i * stride + i + shift]),
        );
        return [...sums.subarray(0, X.columns), ...places];
      };
      expect(upper(new Arena())).toEqual(upper(new Arena({ plain: true })));
    }),
  );
});
