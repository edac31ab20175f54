import { describe, expect, test } from 'vitest';
import { GaussianMixture, type GaussianMixtureOptions } from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const types = ['full', 'tied', 'diag', 'spherical'] as const;
const candidates: GaussianMixtureOptions[] = [
  ...types.map((covarianceType) => ({ nComponents: 2, covarianceType })),
  {},
  { nComponents: 2, initParams: 'random', seed: 1 },
  { nComponents: 2, initParams: 'k-means++', nInit: 2 },
  { nComponents: 2, initParams: 'random_from_data', nInit: 2 },
];

describe.each(candidates)('gaussian-mixture %j', (params) => {
  checkEstimator(() => new GaussianMixture(params), {
    weights: 'refused',
    fewestRows: params.nComponents ?? 1,
  });
});

/** Two round clouds of unequal size. */
function clouds(rows: number): number[][] {
  const random = seededRandom(4);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: rows }, (_, row) =>
    row % 4 === 0 ? [8 + normal(), normal()] : [normal(), 5 + 2 * normal()],
  );
}

describe.each(types)('%s', (covarianceType) => {
  test('the likelihood rises in every round', () => {
    const losses: number[] = [];
    const onProgress = ({ loss }: { loss?: number }) => losses.push(loss!);
    const options = { nComponents: 3, covarianceType, tol: 0, maxIter: 30, initParams: 'random' } as const;
    new GaussianMixture(options).fit(clouds(300), undefined, { onProgress });
    for (const [round, loss] of losses.entries())
      expect(loss).toBeLessThanOrEqual((losses[round - 1] ?? Number.POSITIVE_INFINITY) + 1e-9);
  });

  test('clouds are found again, with their shares', () => {
    const { weights, means } = new GaussianMixture({ nComponents: 2, covarianceType }).fit(clouds(2000));
    const small = weights[0]! < weights[1]! ? 0 : 1;
    expect(weights[small]).toBeCloseTo(0.25, 1);
    expect(means.data[small * 2]).toBeCloseTo(8, 0);
    expect(means.data[(1 - small) * 2 + 1]).toBeCloseTo(5, 0);
  });

  test('the density integrates to 1', () => {
    const model = new GaussianMixture({ nComponents: 2, covarianceType }).fit(clouds(400));
    const step = 0.25;
    const grid = Array.from({ length: 120 }, (_, x) =>
      Array.from({ length: 160 }, (__, y) => [x * step - 12, y * step - 16]),
    ).flat();
    const sum = model.scoreSamples(grid).reduce((total, log) => total + Math.exp(log), 0);
    expect(sum * step * step).toBeCloseTo(1, 3);
  });

  test('given precisions are those of the first round', () => {
    const rows = clouds(200);
    const flat = {
      full: [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
      ],
      tied: [
        [1, 0],
        [0, 1],
      ],
    };
    const precisionsInit = {
      ...flat,
      diag: [
        [1, 1],
        [1, 1],
      ],
      spherical: [[1], [1]],
    }[covarianceType];
    const meansInit = [
      [8, 0],
      [0, 5],
    ];
    const options = { nComponents: 2, covarianceType, meansInit, precisionsInit, weightsInit: [0.5, 0.5] };
    const { lowerBound } = new GaussianMixture({ ...options, maxIter: 1 }).fit(rows);
    const density = ([x, y]: number[], [a, b]: number[]) =>
      Math.exp(-((x! - a!) ** 2 + (y! - b!) ** 2) / 2) / (2 * Math.PI);
    const expected = rows.reduce(
      (sum, row) => sum + Math.log(meansInit.reduce((all, mean) => all + density(row, mean) / 2, 0)),
      0,
    );
    expect(lowerBound).toBeCloseTo(expected / rows.length, 9);
  });
});

test('the criteria find two clouds', () => {
  const rows = clouds(600);
  const criteria = [1, 2, 3, 4].map((nComponents) => {
    const model = new GaussianMixture({ nComponents, covarianceType: 'diag' }).fit(rows);
    return [model.bic(rows), model.aic(rows)] as const;
  });
  const best = (of: 0 | 1) =>
    criteria.map((one) => one[of]).indexOf(Math.min(...criteria.map((one) => one[of])));
  expect(best(0)).toBe(1);
  expect(best(1)).toBeGreaterThanOrEqual(1);
});

test.each<[GaussianMixtureOptions, RegExp]>([
  [{ nComponents: 5 }, /nComponents of gaussian-mixture is 5, but there are 3 rows/],
  [{ covarianceType: 'round' as 'full' }, /one of full, tied, diag, spherical, not "round"/],
  [{ weightsInit: [0.5] }, /1 numbers .*sum to 1, not \[0.5\]/],
  [{ meansInit: [[1, 2, 3]] }, /meansInit must be 1 rows of 2 numbers, not 1 of 3/],
  [{ precisionsInit: [[1]] }, /precisionsInit must be 2 rows of 2 numbers, not 1 of 1/],
  [{ nComponents: 3, regCovar: 0 }, /component . has a variance of .* in some direction: .*raise regCovar/],
])('%j is refused', (params, message) => {
  const fit = () =>
    new GaussianMixture(params).fit([
      [1, 2],
      [3, 4],
      [5, 9],
    ]);
  expect(faultOf(fit)).toEqual(invalid(message));
});
