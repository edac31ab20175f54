import { checkNotInfinite, checkWidth } from '../checkData.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { inputNames } from './inputNames.ts';

/** Makes one number of each number by its column alone, and back. What is missing stays missing. */
export abstract class FittedColumnwise implements FittedTransformer {
  abstract readonly kind: string;
  /** Of how many columns. */
  protected abstract readonly width: number;

  /** Numbers of a matrix, row by row, as they become. */
  protected abstract forward(data: Float64Array): Float64Array;
  protected abstract backward(data: Float64Array): Float64Array;
  abstract toJSON(): ModelDocument;

  transform(features: Features): Dense {
    return this.map(features, (data) => this.forward(data));
  }

  /** The numbers that `transform` made such ones of. */
  inverseTransform(features: Features): Dense {
    return this.map(features, (data) => this.backward(data));
  }

  featureNames(inputs?: readonly string[]): string[] {
    return inputNames(inputs, this.width);
  }

  private map(features: Features, each: (data: Float64Array) => Float64Array): Dense {
    const X = toDense(features);
    checkWidth(X, this.width);
    checkNotInfinite(X);
    return { rows: X.rows, columns: X.columns, data: each(X.data) };
  }
}
