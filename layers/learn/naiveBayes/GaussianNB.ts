import { checkFeatures, checkLength, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { type EncodedLabels, encodeClasses, type LabelsLike } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import { checkParameters, nonNegative, orNull } from '../parameters.ts';
import { GaussianNBModel } from './GaussianNBModel.ts';
import { checkPriors, priors } from './priors.ts';

export interface GaussianNBOptions {
  /** Probabilities of the classes; null takes their shares of the rows. @default null */
  readonly priors?: readonly number[] | null;
  /** Share of the largest variance of a feature that is added to each. @default 1e-9 */
  readonly varSmoothing?: number;
}

/**
 * Bayes' rule with features that are taken for independent and normal in each class, as scikit-learn's GaussianNB.
 *
 * @example new GaussianNB().fit(X, y).predictProba(X)
 */
export class GaussianNB implements ProbabilisticClassifier {
  static readonly parameters = { priors: orNull(priors), varSmoothing: nonNegative };
  readonly kind = 'gaussian-nb';
  readonly type = 'classifier';
  readonly params: Readonly<Required<GaussianNBOptions>>;

  constructor({ priors = null, varSmoothing = 1e-9 }: GaussianNBOptions = {}) {
    this.params = { priors, varSmoothing };
  }

  fit(features: Features, labels: LabelsLike, { sampleWeight }: FitOptions = {}): GaussianNBModel {
    checkParameters(this.kind, this.params, GaussianNB.parameters);
    const X = toDense(features);
    checkFeatures(X);
    checkLength(X, labels.length);
    const encoded = encodeClasses(labels);
    const weights = weightsOf(sampleWeight, X.rows) ?? new Float64Array(X.rows).fill(1);
    const { priors: given, varSmoothing } = this.params;
    const { classes } = encoded;
    if (given) {
      checkPriors(given, classes.length);
      if (Math.abs(given.reduce((sum, prior) => sum + prior, 0) - 1) > 1e-8)
        throw new InvalidInput(`the priors ${given.join(', ')} do not sum to 1`);
    }
    const { deviations } = columnMoments(X);
    // Without a feature that varies, any width will do.
    const epsilon = varSmoothing * (Math.max(...deviations) ** 2 || 1);
    const { counts, theta, variances } = momentsOf(X, encoded, weights);
    const smoothed = { ...variances, data: variances.data.map((variance) => variance + epsilon) };
    checkVariances(smoothed, encoded);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const classPrior = given ? Float64Array.from(given) : counts.map((count) => count / total);
    return new GaussianNBModel({ classes, theta, var: smoothed, classPrior, classCount: counts, epsilon });
  }
}

/** Means and variances of each class, in two passes. */
function momentsOf({ rows, columns, data }: Dense, { classes, codes }: EncodedLabels, weights: Float64Array) {
  const k = classes.length;
  const counts = new Float64Array(k);
  const means = new Float64Array(k * columns);
  const squares = new Float64Array(k * columns);
  for (let row = 0; row < rows; row++) counts[codes[row]!]! += weights[row]!;
  const empty = counts.indexOf(0);
  if (empty !== -1)
    throw new InvalidInput(
      `every row of class ${JSON.stringify(classes[empty])} has a weight of 0: leave the class out, or weigh it`,
    );
  for (let row = 0; row < rows; row++) {
    const from = codes[row]! * columns;
    const share = weights[row]! / counts[codes[row]!]!;
    for (let column = 0; column < columns; column++)
      means[from + column]! += share * data[row * columns + column]!;
  }
  for (let row = 0; row < rows; row++) {
    const from = codes[row]! * columns;
    const share = weights[row]! / counts[codes[row]!]!;
    for (let column = 0; column < columns; column++) {
      const distance = data[row * columns + column]! - means[from + column]!;
      squares[from + column]! += share * distance * distance;
    }
  }
  return {
    counts,
    theta: { rows: k, columns, data: means },
    variances: { rows: k, columns, data: squares },
  };
}

function checkVariances({ columns, data }: Dense, { classes }: EncodedLabels): void {
  const odd = data.findIndex((variance) => !(variance > 0 && variance < Number.POSITIVE_INFINITY));
  if (odd === -1) return;
  const label = JSON.stringify(classes[Math.floor(odd / columns)]);
  throw new InvalidInput(
    `the variance of feature ${odd % columns} in class ${label} is ${data[odd]}: ${data[odd] === 0 ? 'set varSmoothing above 0' : 'scale the features'}`,
  );
}
