import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { curveAt, type IsotonicCurve } from './IsotonicCurve.ts';

export type OutOfBounds = 'nan' | 'clip' | 'raise';

/** A curve that never falls, or never rises. */
export class IsotonicRegressionModel implements RegressionModel {
  readonly kind = 'isotonic-regression';
  readonly increasing: boolean;
  readonly outOfBounds: OutOfBounds;
  readonly #curve: IsotonicCurve;

  constructor(curve: IsotonicCurve, increasing: boolean, outOfBounds: OutOfBounds) {
    this.#curve = curve;
    this.increasing = increasing;
    this.outOfBounds = outOfBounds;
  }

  /** Ascending values of the feature, between which the curve is straight. */
  get XThresholds(): Float64Array {
    return this.#curve.x;
  }

  /** Values of the curve there. */
  get yThresholds(): Float64Array {
    return this.#curve.y;
  }

  get XMin(): number {
    return this.XThresholds[0]!;
  }

  get XMax(): number {
    return this.XThresholds.at(-1)!;
  }

  /** @param features n × 1 */
  predict(features: Features): Float64Array {
    const X = toDense(features);
    checkWidth(X, 1);
    checkFinite(X);
    // A single threshold is the curve of every x.
    const isBounded = this.outOfBounds !== 'clip' && this.XThresholds.length > 1;
    return X.data.map((x, row) => {
      if (isBounded && (x < this.XMin || x > this.XMax)) return this.#outside(x, row);
      return curveAt(this.#curve, x);
    });
  }

  #outside(x: number, row: number): number {
    if (this.outOfBounds === 'nan') return Number.NaN;
    throw new InvalidInput(
      `feature 0 of row ${row} is ${x}, outside of ${this.XMin} to ${this.XMax}: set outOfBounds to clip, or fit to more`,
    );
  }

  toJSON(): ModelDocument {
    const { kind, increasing, outOfBounds } = this;
    return {
      kind,
      increasing,
      outOfBounds,
      x: packArray(this.XThresholds),
      y: packArray(this.yThresholds),
    };
  }

  static fromJSON({ x, y, increasing, outOfBounds }: ModelDocument): IsotonicRegressionModel {
    const [xs, ys] = [x, y].map((packed) => unpackArray<Float64Array>(packed as PackedArray));
    return new IsotonicRegressionModel({ x: xs!, y: ys! }, increasing as boolean, outOfBounds as OutOfBounds);
  }
}
