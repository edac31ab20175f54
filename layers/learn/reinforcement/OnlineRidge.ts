import { type PackedArray, packArray, unpackArray } from '../arrays.ts';

/**
 * Ridge regression that learns row by row. It keeps the triangle R of RᵀR = XᵀX + λI and z of Rᵀz = Xᵀy, into which each row
 * is rotated (Golub and Van Loan, Matrix computations, section 6.5): unlike an inverse that is updated, R stays a factor of
 * a positive definite matrix however many rows come.
 */
export class OnlineRidge {
  /** d × d, row by row; below the diagonal it is 0. */
  readonly #factor: Float64Array;
  readonly #z: Float64Array;

  constructor(factor: Float64Array, z: Float64Array) {
    this.#factor = factor;
    this.#z = z;
  }

  static empty(features: number, l2: number): OnlineRidge {
    const factor = new Float64Array(features * features);
    for (let index = 0; index < features; index++) factor[index * (features + 1)] = Math.sqrt(l2);
    return new OnlineRidge(factor, new Float64Array(features));
  }

  learn(row: ArrayLike<number>, target: number): void {
    const [factor, z] = [this.#factor, this.#z];
    const d = z.length;
    const rest = Float64Array.from(row);
    let left = target;
    for (let index = 0; index < d; index++) {
      const start = index * d;
      const [own, other] = [factor[start + index]!, rest[index]!];
      if (other === 0) continue;
      const length = Math.hypot(own, other);
      const [cosine, sine] = [own / length, other / length];
      for (let column = index; column < d; column++) {
        const [kept, added] = [factor[start + column]!, rest[column]!];
        factor[start + column] = cosine * kept + sine * added;
        rest[column] = cosine * added - sine * kept;
      }
      const kept = z[index]!;
      z[index] = cosine * kept + sine * left;
      left = cosine * left - sine * kept;
    }
  }

  /** w of Rᵀw = x: its squared length is xᵀA⁻¹x. */
  whiten(row: ArrayLike<number>): Float64Array {
    const factor = this.#factor;
    const d = this.#z.length;
    const w = Float64Array.from(row);
    for (let index = 0; index < d; index++) {
      const start = index * d;
      w[index]! /= factor[start + index]!;
      for (let column = index + 1; column < d; column++) w[column]! -= factor[start + column]! * w[index]!;
    }
    return w;
  }

  /** The estimate for a row that `whiten` gave, with each of z's numbers moved by the noise. */
  estimate(whitened: Float64Array, noise?: (index: number) => number): number {
    let sum = 0;
    for (let index = 0; index < whitened.length; index++)
      sum += whitened[index]! * (this.#z[index]! + (noise ? noise(index) : 0));
    return sum;
  }

  get coef(): Float64Array {
    const d = this.#z.length;
    const coef = this.#z.slice();
    for (let index = d - 1; index >= 0; index--) {
      for (let column = index + 1; column < d; column++)
        coef[index]! -= this.#factor[index * d + column]! * coef[column]!;
      coef[index]! /= this.#factor[index * (d + 1)]!;
    }
    return coef;
  }

  toJSON(): { factor: PackedArray; z: PackedArray } {
    return { factor: packArray(this.#factor), z: packArray(this.#z) };
  }

  static fromJSON({ factor, z }: { factor: PackedArray; z: PackedArray }): OnlineRidge {
    return new OnlineRidge(unpackArray<Float64Array>(factor), unpackArray<Float64Array>(z));
  }
}
