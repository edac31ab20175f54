import type { Dense } from '../matrix.ts';

export interface GramSums {
  /** Σ (x - c). */
  readonly sums: Float64Array;
  /** Σ (x - c)(x - c)', its upper triangle at `i * stride + j`. */
  readonly products: Float64Array;
  readonly stride: number;
}

/** Rows whose products are summed by themselves, so that rounding grows with the number of batches only. */
const batch = 128;

export function accumulateGram({ rows, columns, data }: Dense, c: Float64Array): GramSums {
  const stride = columns;
  const sums = new Float64Array(columns);
  const products = new Float64Array(columns * stride);
  const z = new Float64Array(batch * stride);
  for (let first = 0; first < rows; first += batch) {
    const count = Math.min(batch, rows - first);
    // Rows beyond the last are zeros.
    if (count < batch) z.fill(0);
    for (let row = 0; row < count; row++) {
      const from = (first + row) * columns;
      for (let column = 0; column < columns; column++) {
        const value = data[from + column]! - c[column]!;
        z[row * stride + column] = value;
        sums[column]! += value;
      }
    }
    addProducts(z, columns, stride, products);
  }
  return { sums, products, stride };
}

function addProducts(z: Float64Array, columns: number, stride: number, products: Float64Array): void {
  for (let i = 0; i < columns; i++) {
    for (let j = i; j < columns; j++) {
      let sum = 0;
      for (let row = 0; row < batch * stride; row += stride) sum += z[row + i]! * z[row + j]!;
      products[i * stride + j]! += sum;
    }
  }
}
