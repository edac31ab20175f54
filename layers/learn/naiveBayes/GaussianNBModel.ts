import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { posteriors } from './jointLikelihood.ts';

export interface GaussianNBFit {
  readonly classes: Classes;
  readonly classPrior: Float64Array;
  /** Mean of each feature in each class: k × p. */
  readonly theta: Dense;
  /** Variance likewise, smoothed. */
  readonly var: Dense;
}

/** Features that are normal and independent within each class. */
export class GaussianNBModel implements ProbabilisticModel, GaussianNBFit {
  readonly kind = 'gaussian-nb';
  readonly classes: Classes;
  readonly classPrior: Float64Array;
  readonly theta: Dense;
  readonly var: Dense;

  constructor({ classes, classPrior, theta, var: variance }: GaussianNBFit) {
    this.classes = classes;
    this.classPrior = classPrior;
    this.theta = theta;
    this.var = variance;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    return posteriors(this.predictJointLogProba(X));
  }

  /** log P(x, class): n × k. */
  predictJointLogProba(features: Features): Dense {
    const X = toDense(features);
    const { columns: width, data: means } = this.theta;
    checkWidth(X, width);
    checkFinite(X);
    const { data: variances } = this.var;
    const k = this.classes.length;
    const offsets = this.classPrior.map((prior, code) => {
      let sum = Math.log(prior);
      for (let column = 0; column < width; column++)
        sum -= 0.5 * Math.log(2 * Math.PI * variances[code * width + column]!);
      return sum;
    });
    const data = new Float64Array(X.rows * k);
    for (let row = 0; row < X.rows; row++) {
      for (let code = 0; code < k; code++) {
        let sum = 0;
        for (let column = 0; column < width; column++) {
          const distance = X.data[row * width + column]! - means[code * width + column]!;
          sum += (distance * distance) / variances[code * width + column]!;
        }
        data[row * k + code] = offsets[code]! - 0.5 * sum;
      }
    }
    return { rows: X.rows, columns: k, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, classPrior, theta, var: variance } = this;
    return { kind, classes, classPrior: [...classPrior], theta: packDense(theta), var: packDense(variance) };
  }

  static fromJSON(document: ModelDocument): GaussianNBModel {
    const {
      classes,
      classPrior,
      theta,
      var: variance,
    } = document as unknown as {
      classes: Classes;
      classPrior: number[];
      theta: PackedDense;
      var: PackedDense;
    };
    return new GaussianNBModel({
      classes,
      classPrior: Float64Array.from(classPrior),
      theta: unpackDense(theta),
      var: unpackDense(variance),
    });
  }
}
