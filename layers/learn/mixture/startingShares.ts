import { drawDistinct, kMeansPlusPlus } from '../cluster/kMeansPlusPlus.ts';
import { lloyd } from '../cluster/lloyd.ts';
import { meanVariance } from '../cluster/spread.ts';
import type { Dense } from '../matrix.ts';
import type { Random } from '../random.ts';
import { runSteps } from '../steps.ts';

export type InitParams = 'kmeans' | 'k-means++' | 'random' | 'random_from_data';

/** First shares of the rows in the components: n × k. */
export const startingShares: Readonly<Record<InitParams, (X: Dense, k: number, random: Random) => Dense>> = {
  kmeans(X, k, random) {
    const options = { weights: undefined, maxIter: 300, tol: 1e-4 * meanVariance(X) };
    const { labels } = runSteps(lloyd(X, kMeansPlusPlus(X, k, undefined, random).centres, options));
    return sharesOf(X, k, (share) => {
      for (const [row, label] of labels.entries()) share(row, label);
    });
  },
  'k-means++': (X, k, random) => byRows(X, kMeansPlusPlus(X, k, undefined, random).rows),
  random_from_data: (X, k, random) => byRows(X, drawDistinct(X, k, undefined, random).rows),
  random(X, k, random) {
    const data = Float64Array.from({ length: X.rows * k }, random);
    for (let start = 0; start < data.length; start += k) {
      const own = data.subarray(start, start + k);
      const sum = own.reduce((total, value) => total + value, 0);
      for (let component = 0; component < k; component++)
        own[component] = sum > 0 ? own[component]! / sum : 1 / k;
    }
    return { rows: X.rows, columns: k, data };
  },
};

/** Each component has one row to itself; the rest have no share yet. */
function byRows(X: Dense, rows: readonly number[]): Dense {
  return sharesOf(X, rows.length, (share) => {
    for (const [component, row] of rows.entries()) share(row, component);
  });
}

function sharesOf(
  X: Dense,
  k: number,
  fill: (share: (row: number, component: number) => void) => void,
): Dense {
  const data = new Float64Array(X.rows * k);
  fill((row, component) => {
    data[row * k + component] = 1;
  });
  return { rows: X.rows, columns: k, data };
}
