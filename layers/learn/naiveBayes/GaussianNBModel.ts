import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import type { Classes, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { NaiveBayesModel } from './NaiveBayesModel.ts';

export interface GaussianClasses {
  readonly classes: Classes;
  /** Means of the features in each class, k × p. */
  readonly theta: Dense;
  /** Variances of the features in each class, k × p. */
  readonly var: Dense;
  readonly classPrior: Float64Array;
  /** Weight of the rows of each class. */
  readonly classCount: Float64Array;
  /** What was added to each variance. */
  readonly epsilon: number;
}

/** A normal distribution of each feature in each class. */
export class GaussianNBModel extends NaiveBayesModel implements GaussianClasses {
  readonly kind = 'gaussian-nb';
  readonly theta: Dense;
  readonly var: Dense;
  readonly classPrior: Float64Array;
  readonly classCount: Float64Array;
  readonly epsilon: number;
  readonly #precisions: Float64Array;
  /** ln P(class) - Σ ln(2πσ²) / 2. */
  readonly #offsets: Float64Array;

  constructor({ classes, theta, var: variances, classPrior, classCount, epsilon }: GaussianClasses) {
    super(classes);
    this.theta = theta;
    this.var = variances;
    this.classPrior = classPrior;
    this.classCount = classCount;
    this.epsilon = epsilon;
    this.#precisions = variances.data.map((variance) => 1 / variance);
    this.#offsets = classPrior.map((prior, code) => {
      let sum = 0;
      for (let column = 0; column < theta.columns; column++)
        sum += Math.log(2 * Math.PI * variances.data[code * theta.columns + column]!);
      return Math.log(prior) - sum / 2;
    });
  }

  jointLogLikelihood(features: Features): Dense {
    const X = toDense(features);
    const { rows: k, columns, data: means } = this.theta;
    checkWidth(X, columns);
    checkFinite(X);
    const [precisions, offsets] = [this.#precisions, this.#offsets];
    const data = new Float64Array(X.rows * k);
    for (let row = 0, place = 0; row < X.rows; row++) {
      const start = row * columns;
      for (let code = 0; code < k; code++) {
        const from = code * columns;
        let sum = 0;
        for (let column = 0; column < columns; column++) {
          const distance = X.data[start + column]! - means[from + column]!;
          sum += distance * distance * precisions[from + column]!;
        }
        data[place++] = offsets[code]! - sum / 2;
      }
    }
    return { rows: X.rows, columns: k, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, theta, classPrior, classCount, epsilon } = this;
    return {
      kind,
      classes,
      theta: packDense(theta),
      var: packDense(this.var),
      classPrior: [...classPrior],
      classCount: [...classCount],
      epsilon,
    };
  }

  static fromJSON(document: ModelDocument): GaussianNBModel {
    const {
      theta,
      var: variances,
      classPrior,
      classCount,
      ...rest
    } = document as unknown as {
      classes: Classes;
      theta: PackedDense;
      var: PackedDense;
      classPrior: number[];
      classCount: number[];
      epsilon: number;
    };
    return new GaussianNBModel({
      classes: rest.classes,
      epsilon: rest.epsilon,
      theta: unpackDense(theta),
      var: unpackDense(variances),
      classPrior: Float64Array.from(classPrior),
      classCount: Float64Array.from(classCount),
    });
  }
}
