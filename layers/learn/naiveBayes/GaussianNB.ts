import { checkFeatures, checkLength, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, ProbabilisticClassifier } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { denseRows, type Features, toDense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import { checkParameters, nonNegative } from '../parameters.ts';
import { classCounts, priorsCheck, priorsOf } from './classPriors.ts';
import { GaussianNBModel } from './GaussianNBModel.ts';

export interface GaussianNBOptions {
  /** Probabilities of the classes, in their order; null for their shares of the rows. @default null */
  readonly priors?: readonly number[] | null;
  /** Share of the largest feature's variance that is added to every variance. @default 1e-9 */
  readonly varSmoothing?: number;
}

/**
 * Gaussian naive Bayes: every feature is normal within each class, and independent of the others.
 *
 * @example new GaussianNB().fit([[1], [2], [8], [9]], ['low', 'low', 'high', 'high']).predict([[7]]) // ['high']
 */
export class GaussianNB implements ProbabilisticClassifier {
  static readonly parameters = { priors: priorsCheck, varSmoothing: nonNegative };
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
    const weights = weightsOf(sampleWeight, X.rows);
    const { classes, codes } = encodeClasses(labels);
    const counts = classCounts(codes, classes, weights);
    // Of the weighted rows, where scikit-learn takes all alike, so that a weight of 2 is as the row twice.
    const spread = columnMoments(X, weights).deviations.reduce((most, one) => Math.max(most, one), 0) ** 2;
    // Features that do not differ at all tell nothing, whatever their variance is said to be.
    const smoothing = spread === 0 ? 1 : this.params.varSmoothing * spread;
    const shape = { rows: classes.length, columns: X.columns };
    const theta = new Float64Array(classes.length * X.columns);
    const variance = new Float64Array(theta.length);
    for (const code of classes.keys()) {
      const rows = [...codes.keys()].filter((row) => codes[row] === code);
      const own = weights && Float64Array.from(rows, (row) => weights[row]!);
      const { means, deviations } = columnMoments(denseRows(X, rows), own);
      theta.set(means, code * X.columns);
      variance.set(
        deviations.map((deviation) => deviation ** 2 + smoothing),
        code * X.columns,
      );
    }
    const still = variance.indexOf(0);
    if (still !== -1) {
      throw new InvalidInput(
        `feature ${still % X.columns} does not differ among the rows of class ${JSON.stringify(classes[Math.floor(still / X.columns)])}: raise varSmoothing, which is ${this.params.varSmoothing}`,
      );
    }
    return new GaussianNBModel({
      classes,
      classPrior: priorsOf(this.params.priors, counts),
      theta: { ...shape, data: theta },
      var: { ...shape, data: variance },
    });
  }
}
