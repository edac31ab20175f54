import type { FitOptions, Regressor } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import {
  between,
  type Checks,
  checkParameters,
  count,
  flag,
  nonNegative,
  oneOf,
  seed,
} from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { descend } from './coordinateDescent.ts';
import { LinearModel } from './LinearModel.ts';
import { leastSquares } from './leastSquares.ts';
import { ColumnResidual, GramResidual } from './residual.ts';

export interface LassoOptions {
  /** Strength of the penalty beside half of the mean squared error. @default 1 */
  readonly alpha?: number;
  /** @default true */
  readonly fitIntercept?: boolean;
  /** Largest number of rounds over all weights. @default 1000 */
  readonly maxIter?: number;
  /** Ends when the duality gap is below this share of Σ y². @default 1e-4 */
  readonly tol?: number;
  /** No weight may be negative. @default false */
  readonly positive?: boolean;
  /** Weights in turn, or each time one at random. @default 'cyclic' */
  readonly selection?: 'cyclic' | 'random';
  /** Of the random selection. @default 0 */
  readonly seed?: number;
}

export interface ElasticNetOptions extends LassoOptions {
  /** Share of the L1 penalty: 1 is Lasso, 0 has an L2 penalty only. @default 0.5 */
  readonly l1Ratio?: number;
}

export const lassoParameters = {
  alpha: nonNegative,
  fitIntercept: flag,
  maxIter: count,
  tol: nonNegative,
  positive: flag,
  selection: oneOf('cyclic', 'random'),
  seed,
};

export const lassoDefaults = {
  alpha: 1,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-4,
  positive: false,
  selection: 'cyclic',
  seed: 0,
} as const;

/** More columns than this have no matrix of their products: it would take 128 MB. */
const mostProducts = 4000;

/**
 * Least squares with an L1 and an L2 penalty: |y - Xw|² / 2n + α (l1Ratio |w|₁ + (1 - l1Ratio) |w|² / 2), by coordinate descent
 * (Friedman, Hastie and Tibshirani, 2010) until the duality gap is small, as scikit-learn's. With more rows than columns it works on
 * X'X, so that a round does not look at the data.
 *
 * @example new ElasticNet({ alpha: 0.1, l1Ratio: 0.7 }).fit(X, y).coef
 */
export class ElasticNet implements Regressor {
  static readonly parameters: Checks = { ...lassoParameters, l1Ratio: between(0, 1) };
  readonly kind = 'elastic-net';
  readonly type = 'regressor';
  readonly params: Readonly<Required<ElasticNetOptions>>;

  constructor(options: ElasticNetOptions = {}) {
    this.params = { ...lassoDefaults, l1Ratio: 0.5, ...options };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): LinearModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, { sampleWeight }: FitOptions = {}): Steps<LinearModel> {
    checkParameters(this.kind, this.params, ElasticNet.parameters);
    return yield* fitElasticNet(this.kind, this.params, X, y, sampleWeight);
  }
}

export function* fitElasticNet(
  kind: string,
  params: ElasticNet['params'],
  X: Features,
  y: ArrayLike<number>,
  sampleWeight: ArrayLike<number> | undefined,
): Steps<LinearModel> {
  const problem = leastSquares(X, y, sampleWeight, params.fitIntercept);
  const { rows, columns } = problem.X;
  const residual =
    rows > columns && columns <= mostProducts ? new GramResidual(problem) : new ColumnResidual(problem);
  const strength = params.alpha * problem.size;
  const { coef, nIter } = yield* descend(residual, {
    ...params,
    l1: strength * params.l1Ratio,
    l2: strength * (1 - params.l1Ratio),
    random: params.selection === 'random' ? seededRandom(params.seed) : undefined,
  });
  return new LinearModel(kind, coef, problem.interceptOf(coef), nIter);
}
