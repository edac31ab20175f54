import type { Dense } from '../matrix.ts';

export interface ProductSums {
  /** Σ (z - c) for z = (x, y): p + 1 of them. */
  readonly sums: Float64Array;
  /** Σ (z - c)(z - c)', its upper triangle at `i * stride + j`. */
  readonly products: Float64Array;
  readonly stride: number;
}

/** Rows that are taken together. */
const group = 4;

export function accumulateProducts(
  { rows, columns, data }: Dense,
  y: Float64Array,
  c: Float64Array,
): ProductSums {
  const width = columns + 1;
  const stride = width + (width % 2);
  const sums = new Float64Array(width);
  const products = new Float64Array(width * stride);
  const z = new Float64Array(group * stride);
  const [second, third, fourth] = [stride, 2 * stride, 3 * stride];
  for (let first = 0; first < rows; first += group) {
    const count = Math.min(group, rows - first);
    if (count < group) z.fill(0);
    for (let row = 0; row < count; row++) {
      const [from, to] = [(first + row) * columns, row * stride];
      for (let column = 0; column < columns; column++) {
        const value = data[from + column]! - c[column]!;
        z[to + column] = value;
        sums[column]! += value;
      }
      const value = y[first + row]! - c[columns]!;
      z[to + columns] = value;
      sums[columns]! += value;
    }
    for (let i = 0; i < width; i++) {
      const [a, b, d, e] = [z[i]!, z[second + i]!, z[third + i]!, z[fourth + i]!];
      const place = i * stride;
      for (let j = i; j < width; j++)
        products[place + j]! += a * z[j]! + b * z[second + j]! + (d * z[third + j]! + e * z[fourth + j]!);
    }
  }
  return { sums, products, stride };
}
