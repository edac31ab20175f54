import { describe, expect, test } from 'vitest';
import {
  type Features,
  type LabelsLike,
  LinearDiscriminantAnalysis,
  type LinearDiscriminantAnalysisOptions,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { checkTransformer } from '../../../contract/checkTransformer.ts';
import { checkEstimator } from '../../../contract/estimator/checkEstimator.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const candidates: LinearDiscriminantAnalysisOptions[] = [
  {},
  { nComponents: 1 },
  { solver: 'lsqr' },
  { solver: 'lsqr', shrinkage: 0.3 },
  { solver: 'lsqr', shrinkage: 'auto' },
];

describe.each(candidates)('linear-discriminant-analysis %j', (params) => {
  checkEstimator(() => new LinearDiscriminantAnalysis(params), {
    weights: 'refused',
    ignoresConstants: !params.shrinkage,
  });
  if (params.solver !== 'lsqr')
    describe('as a transformer', () => {
      checkTransformer(() => new Transforming(params), { supervised: true });
    });
});

/** Seen as a transformer. */
class Transforming {
  readonly estimator: LinearDiscriminantAnalysis;
  readonly kind = 'linear-discriminant-analysis';
  readonly type = 'transformer';
  readonly params: LinearDiscriminantAnalysis['params'];

  constructor(params: LinearDiscriminantAnalysisOptions) {
    this.estimator = new LinearDiscriminantAnalysis(params);
    this.params = this.estimator.params;
    Object.assign(this, { constructor: LinearDiscriminantAnalysis });
  }

  fit(X: Features, y?: LabelsLike) {
    return this.estimator.fit(X, y!);
  }
}

/** Three clouds of the same shape. */
function clouds(rows: number) {
  const random = seededRandom(2);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = [
    [0, 0, 0],
    [4, 1, 0],
    [0, 5, 0],
  ];
  const y = Array.from({ length: rows }, (_, row) => row % 3);
  const X = y.map((label) => {
    const [a, b, c] = [normal(), normal(), normal()];
    return [a + centres[label]![0]!, a + b + centres[label]![1]!, 10 * c];
  });
  return { X, y };
}

test('along the discriminants rows of a class have variance 1 and no correlation', () => {
  const { X, y } = clouds(3000);
  const { data } = new LinearDiscriminantAnalysis().fit(X, y).transform(X);
  const products = [0, 0, 0];
  for (const label of [0, 1, 2]) {
    const own = y.flatMap((one, row) =>
      one === label ? [[data[2 * row]!, data[2 * row + 1]!] as const] : [],
    );
    const mean = [0, 1].map((at) => own.reduce((sum, row) => sum + row[at as 0]!, 0) / own.length);
    for (const row of own) {
      const [a, b] = [row[0] - mean[0]!, row[1] - mean[1]!];
      products[0]! += (a * a) / X.length;
      products[1]! += (a * b) / X.length;
      products[2]! += (b * b) / X.length;
    }
  }
  expect(products[0]).toBeCloseTo(1, 9);
  expect(products[1]).toBeCloseTo(0, 9);
  expect(products[2]).toBeCloseTo(1, 9);
});

test('both solvers find the same scores', () => {
  const { X, y } = clouds(300);
  const [svd, lsqr] = (['svd', 'lsqr'] as const).map((solver) =>
    new LinearDiscriminantAnalysis({ solver }).fit(X, y).predictProba(X),
  );
  for (const [at, value] of svd!.data.entries()) expect(lsqr!.data[at]).toBeCloseTo(value, 9);
});

test('priors move the border', () => {
  const { X, y } = clouds(300);
  const share = (priors: number[] | null) =>
    [...new LinearDiscriminantAnalysis({ priors }).fit(X, y).predict(X)].filter((label) => label === 0)
      .length;
  expect(share([0.98, 0.01, 0.01])).toBeGreaterThan(share(null));
});

test.each<[LinearDiscriminantAnalysisOptions, RegExp]>([
  [{ shrinkage: 0.5 }, /shrinkage .*'lsqr' only/],
  [{ nComponents: 3 }, /nComponents .* is 3, but 3 classes and 3 features have 2 at most/],
  [{ priors: [0.5, 0.5] }, /priors .* 3 numbers .*not \[0.5,0.5\]/],
  [{ priors: [-1, 1, 1] }, /priors .*list of numbers of 0 or more/],
  [{ solver: 'eigen' as 'svd' }, /one of svd, lsqr, not "eigen"/],
])('%j is refused', (params, message) => {
  const { X, y } = clouds(30);
  expect(faultOf(() => new LinearDiscriminantAnalysis(params).fit(X, y))).toEqual(invalid(message));
});

test('least squares find no directions', () => {
  const { X, y } = clouds(30);
  const model = new LinearDiscriminantAnalysis({ solver: 'lsqr' }).fit(X, y);
  expect(faultOf(() => model.transform(X))).toEqual(invalid(/use 'svd'/));
});
