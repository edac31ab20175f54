import { checkLength, checkNotInfinite, checkSize } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Estimator, FitOptions, Model } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import type { Check } from '../parameters.ts';

/** A parameter of selectors that ask an estimator. */
export const estimatorCheck: Check = (value) =>
  typeof (value as Partial<Estimator> | undefined)?.fit === 'function' ? undefined : 'must be an estimator';

/** Weights of a linear model, for one or several classes, or the importances of trees. */
interface Weighing {
  readonly coef?: Float64Array | Dense;
  readonly featureImportances?: Float64Array;
}

/**
 * How much a model makes of each feature: importances as they are, of weights what `combine` makes of those that the classes
 * have.
 *
 * @throws InvalidInput when it does not say
 */
export function importancesOf(
  model: Model,
  features: number,
  combine: (weights: Float64Array) => number,
): Float64Array {
  const { coef, featureImportances } = model as Weighing;
  const given = coef ?? featureImportances;
  if (!given)
    throw new InvalidInput(
      `a model of ${model.kind} has neither coef nor featureImportances: choose an estimator that weighs its features`,
    );
  const data = given instanceof Float64Array ? given : given.data;
  const classes = data.length / features;
  return Float64Array.from({ length: features }, (_, column) =>
    combine(Float64Array.from({ length: classes }, (__, row) => data[row * features + column]!)),
  );
}

/** What a selector that asks an estimator is fitted to: missing values are for the estimator to refuse. */
export function checkSupervised(estimator: Estimator, features: Features, y: LabelsLike): Dense {
  const X = toDense(features);
  checkSize(X);
  checkLength(X, y.length);
  checkNotInfinite(X);
  if (estimator.type === 'classifier') encodeClasses(y);
  // Where some are missing, it is asked about all features and rows at once, so that it names the right ones.
  if (hasMissing(X)) fitTo(estimator, X, y);
  return X;
}

export function hasMissing({ data }: Dense): boolean {
  return data.some(Number.isNaN);
}

export function fitTo(
  estimator: Estimator,
  X: Dense,
  y: LabelsLike,
  sampleWeight?: FitOptions['sampleWeight'],
): Model {
  const fit = estimator.fit.bind(estimator) as (X: Dense, y: LabelsLike, options: FitOptions) => Model;
  return fit(X, y, sampleWeight === undefined ? {} : { sampleWeight });
}
