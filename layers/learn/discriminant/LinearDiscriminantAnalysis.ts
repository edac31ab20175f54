import { checkFeatures, checkLength, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import {
  anyOf,
  between,
  type Check,
  checkParameters,
  count,
  nonNegative,
  oneOf,
  orNull,
} from '../parameters.ts';
import { groupByClass } from './classGroups.ts';
import { DiscriminantModel } from './DiscriminantModel.ts';
import type { Shrinkage } from './ledoitWolf.ts';
import { solveByCovariance, solveBySingularValues } from './solvers.ts';

export interface LinearDiscriminantAnalysisOptions {
  /** Singular values of the data, or least squares with its covariance. @default 'svd' */
  readonly solver?: 'svd' | 'lsqr';
  /** How far the covariance is drawn to the identity, 'auto' by Ledoit and Wolf's lemma: for 'lsqr' only. @default null */
  readonly shrinkage?: Shrinkage;
  /** The share of each class, in the order of the classes; that of the rows for null. @default null */
  readonly priors?: readonly number[] | null;
  /** Columns of `transform`: at most as many as features, and fewer than classes. @default as many as there may be */
  readonly nComponents?: number | null;
  /** Singular values below it count as none: for 'svd'. @default 1e-4 */
  readonly tol?: number;
}

const shares: Check = (value) =>
  Array.isArray(value) && value.every((share) => typeof share === 'number' && share >= 0)
    ? undefined
    : 'must be a list of numbers of 0 or more';

/**
 * Classes as normal distributions with one covariance, as scikit-learn's LinearDiscriminantAnalysis. Its model classifies, and
 * transforms rows to the directions that separate the classes.
 *
 * @example new LinearDiscriminantAnalysis().fit(X, y).transform(X)
 */
export class LinearDiscriminantAnalysis implements ProbabilisticClassifier {
  static readonly parameters = {
    solver: oneOf('svd', 'lsqr'),
    shrinkage: orNull(anyOf(oneOf('auto'), between(0, 1))),
    priors: orNull(shares),
    nComponents: orNull(count),
    tol: nonNegative,
  };
  readonly kind = 'linear-discriminant-analysis';
  readonly type = 'classifier';
  readonly params: Readonly<Required<LinearDiscriminantAnalysisOptions>>;

  constructor(options: LinearDiscriminantAnalysisOptions = {}) {
    this.params = { solver: 'svd', shrinkage: null, priors: null, nComponents: null, tol: 1e-4, ...options };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): DiscriminantModel {
    const { solver, shrinkage, nComponents, tol } = this.params;
    checkParameters(this.kind, this.params, LinearDiscriminantAnalysis.parameters);
    const X = toDense(features);
    checkFeatures(X);
    checkLength(X, labels.length);
    refuseWeights(this.kind, sampleWeight);
    const { classes, codes } = encodeClasses(labels);
    const k = classes.length;
    if (solver === 'svd' && shrinkage !== null)
      throw new InvalidInput(
        `shrinkage of ${this.kind} works with the solver 'lsqr' only: choose it, or null`,
      );
    const most = Math.min(k - 1, X.columns);
    if (nComponents !== null && nComponents > most)
      throw new InvalidInput(
        `nComponents of ${this.kind} is ${nComponents}, but ${k} classes and ${X.columns} features have ${most} at most`,
      );
    const grouped = groupByClass(X, codes, k);
    const priors = this.priorsOf(grouped.groups.map((group) => group.rows / X.rows));
    const { coef, intercept, discriminants } =
      solver === 'svd'
        ? solveBySingularValues(grouped, priors, tol, nComponents ?? most)
        : solveByCovariance(grouped, priors, shrinkage);
    if (!coef.every(Number.isFinite) || !intercept.every((value) => value < Number.POSITIVE_INFINITY))
      throw new InvalidInput(
        'the weights are not finite: look for huge values in the features, or scale them',
      );
    const both = { rows: k, columns: X.columns, data: coef };
    const common = { classes, priors, means: grouped.means, discriminants };
    if (k > 2) return new DiscriminantModel({ ...common, coef: both, intercept });
    const difference = Float64Array.from({ length: X.columns }, (_, at) => coef[X.columns + at]! - coef[at]!);
    return new DiscriminantModel({
      ...common,
      coef: { rows: 1, columns: X.columns, data: difference },
      intercept: Float64Array.of(intercept[1]! - intercept[0]!),
    });
  }

  private priorsOf(shares: readonly number[]): Float64Array {
    const { priors } = this.params;
    if (!priors) return Float64Array.from(shares);
    const sum = priors.reduce((total, share) => total + share, 0);
    if (priors.length !== shares.length || Math.abs(sum - 1) > 1e-5 || priors.includes(0))
      throw new InvalidInput(
        `priors of ${this.kind} must be ${shares.length} numbers above 0, one for each class, that sum to 1, not [${priors}]`,
      );
    return Float64Array.from(priors);
  }
}
