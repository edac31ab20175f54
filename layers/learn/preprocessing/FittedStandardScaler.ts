import type { ModelDocument } from '../estimator.ts';
import { listOf } from './columnNumbers.ts';
import { FittedScaler } from './FittedScaler.ts';

/** Numbers less their column's mean, divided by its standard deviation. */
export class FittedStandardScaler extends FittedScaler {
  readonly kind = 'standard-scaler';
  readonly mean: Float64Array;
  /** Of the population. */
  readonly var: Float64Array;
  /** Square roots of the variances, 1 where that is 0. Null without `withStd`. */
  readonly scale: Float64Array | null;
  private readonly withMean: boolean;

  constructor(mean: Float64Array, variance: Float64Array, withMean: boolean, withStd: boolean) {
    const scale = withStd ? variance.map((value) => Math.sqrt(value) || 1) : null;
    super(mean.length, withMean ? mean : null, scale);
    this.mean = mean;
    this.var = variance;
    this.scale = scale;
    this.withMean = withMean;
  }

  toJSON(): ModelDocument {
    const { kind, withMean, scale } = this;
    return { kind, withMean, withStd: scale !== null, mean: listOf(this.mean), var: listOf(this.var) };
  }

  static fromJSON(document: ModelDocument): FittedStandardScaler {
    return new FittedStandardScaler(
      Float64Array.from(document.mean as number[]),
      Float64Array.from(document.var as number[]),
      document.withMean as boolean,
      document.withStd as boolean,
    );
  }
}
