import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';

/** What a prediction is for features that lie outside of those that the model was fitted to. */
export type OutOfBounds = 'nan' | 'clip' | 'raise';

/** A monotonic function: lines between thresholds. */
export class IsotonicModel implements RegressionModel {
  readonly kind = 'isotonic-regression';
  /** Ascending. */
  readonly XThresholds: Float64Array;
  /** The function's values there, which all rise or all fall. */
  readonly yThresholds: Float64Array;
  readonly increasing: boolean;
  readonly outOfBounds: OutOfBounds;

  constructor(
    thresholds: { readonly X: Float64Array; readonly y: Float64Array },
    increasing: boolean,
    outOfBounds: OutOfBounds,
  ) {
    this.XThresholds = thresholds.X;
    this.yThresholds = thresholds.y;
    this.increasing = increasing;
    this.outOfBounds = outOfBounds;
  }

  /** The least feature that it was fitted to. */
  get XMin(): number {
    return this.XThresholds[0]!;
  }

  /** The largest feature that it was fitted to. */
  get XMax(): number {
    return this.XThresholds.at(-1)!;
  }

  /** @throws InvalidInput also for rows out of bounds, if these are to raise an error */
  predict(features: Features): Float64Array {
    const X = toDense(features);
    checkWidth(X, 1);
    checkFinite(X);
    // A function of one point is that everywhere, as scikit-learn's.
    if (this.yThresholds.length === 1) return new Float64Array(X.rows).fill(this.yThresholds[0]!);
    const { XThresholds, yThresholds, XMin, XMax } = this;
    const out = new Float64Array(X.rows);
    for (let row = 0; row < out.length; row++) {
      const x = X.data[row]!;
      out[row] = x < XMin || x > XMax ? this.#beyond(x, row) : interpolate(XThresholds, yThresholds, x);
    }
    return out;
  }

  #beyond(x: number, row: number): number {
    if (this.outOfBounds === 'clip') return this.yThresholds.at(x < this.XMin ? 0 : -1)!;
    if (this.outOfBounds === 'nan') return Number.NaN;
    throw new InvalidInput(
      `feature 0 of row ${row} is ${x}, and the model was fitted to ${this.XMin} to ${this.XMax}: set outOfBounds to clip, or leave out such rows`,
    );
  }

  toJSON(): ModelDocument {
    const { kind, XThresholds, yThresholds, increasing, outOfBounds } = this;
    return { kind, X: packArray(XThresholds), y: packArray(yThresholds), increasing, outOfBounds };
  }

  static fromJSON({ X, y, increasing, outOfBounds }: ModelDocument): IsotonicModel {
    const thresholds = {
      X: unpackArray<Float64Array>(X as PackedArray),
      y: unpackArray<Float64Array>(y as PackedArray),
    };
    return new IsotonicModel(thresholds, increasing as boolean, outOfBounds as OutOfBounds);
  }
}

/** @param x between the first and the last threshold */
function interpolate(X: Float64Array, y: Float64Array, x: number): number {
  let low = 0;
  // The last threshold that is not above x is among `count` from `low` on.
  for (let count = X.length; count > 1; ) {
    const half = count >> 1;
    low += Number(X[low + half]! <= x) * half;
    count -= half;
  }
  if (X[low] === x) return y[low]!;
  const [left, right, from, to] = [X[low]!, X[low + 1]!, y[low]!, y[low + 1]!];
  if (from === to) return from;
  // Halves, since the distance of huge numbers may be infinite.
  const width = right - left;
  const share = Number.isFinite(width) ? (x - left) / width : (x / 2 - left / 2) / (right / 2 - left / 2);
  const slope = to - from;
  const value = Number.isFinite(slope) ? from + share * slope : (1 - share) * from + share * to;
  // Rounding must not leave the line, else the function would not be monotonic.
  return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
}
