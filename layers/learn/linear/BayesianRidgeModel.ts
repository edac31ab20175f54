import { checkWidth } from '../checkData.ts';
import type { ModelDocument } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { LinearModel } from './LinearModel.ts';

/** What is learned beside weights and intercept. */
export interface Posterior {
  /** Precision of the noise. */
  readonly alpha: number;
  /** Precision of the weights. */
  readonly lambda: number;
  /** Covariance of the weights, row by row. */
  readonly sigma: Float64Array;
  /** Means of the features. */
  readonly offset: Float64Array;
  readonly nIter: number;
}

/** A linear model whose weights are the most probable ones of a distribution. */
export class BayesianRidgeModel extends LinearModel {
  readonly alpha: number;
  readonly lambda: number;
  readonly sigma: Float64Array;
  private readonly offset: Float64Array;

  constructor(coef: Float64Array, intercept: number, { alpha, lambda, sigma, offset, nIter }: Posterior) {
    super('bayesian-ridge', coef, intercept, nIter);
    this.alpha = alpha;
    this.lambda = lambda;
    this.sigma = sigma;
    this.offset = offset;
  }

  /** Standard deviations of what `predict` gives: scikit-learn's predict with return_std. */
  predictStd(features: Features): Float64Array {
    const X = toDense(features);
    const width = this.coef.length;
    checkWidth(X, width);
    const centred = new Float64Array(width);
    return Float64Array.from({ length: X.rows }, (_, row) => {
      for (let i = 0; i < width; i++) centred[i] = X.data[row * width + i]! - this.offset[i]!;
      let variance = 1 / this.alpha;
      for (let i = 0; i < width; i++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += this.sigma[i * width + j]! * centred[j]!;
        variance += centred[i]! * sum;
      }
      return Math.sqrt(variance);
    });
  }

  override toJSON(): ModelDocument {
    const { alpha, lambda } = this;
    const lists = { sigma: [...this.sigma], offset: [...this.offset] };
    return { ...super.toJSON(), alpha, lambda, ...lists };
  }

  static override fromJSON(document: ModelDocument): BayesianRidgeModel {
    const posterior = {
      ...(document as unknown as Posterior),
      sigma: Float64Array.from(document.sigma as number[]),
      offset: Float64Array.from(document.offset as number[]),
    };
    return new BayesianRidgeModel(
      Float64Array.from(document.coef as number[]),
      document.intercept as number,
      posterior,
    );
  }
}
