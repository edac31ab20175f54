import { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { productSumsBinary } from '../kernels/productSums.wasm.ts';
import type { Dense } from '../matrix.ts';
import { blockRows, group, isWorthKernel, rowsTogether } from './blocks.ts';

export interface ProductSums {
  /** Σ (z - c) for z = (x, y): p + 1 of them. */
  readonly sums: Float64Array;
  /** Σ (z - c)(z - c)', its upper triangle at `i * stride + j`. */
  readonly products: Float64Array;
  readonly stride: number;
}

/** @param arena a plain one has the twin do it */
export function sumProducts(X: Dense, y: Float64Array, c: Float64Array, arena = new Arena()): ProductSums {
  const kernel = isWorthKernel(X) ? instantiate<ProductKernel>(productSumsBinary, arena) : undefined;
  return kernel ? sumByKernel(kernel, X, y, c, arena) : sumPlainly(X, y, c);
}

interface ProductKernel {
  /** Addresses and numbers, as assembly/productSums.ts says. */
  addProducts(
    x: number,
    y: number,
    rows: number,
    columns: number,
    centre: number,
    z: number,
    together: number,
    sums: number,
    products: number,
    stride: number,
  ): void;
}

function sumByKernel(
  kernel: ProductKernel,
  { rows, columns, data }: Dense,
  y: Float64Array,
  c: Float64Array,
  arena: Arena,
): ProductSums {
  const most = blockRows(columns);
  const stride = columns + 1 + ((columns + 1) % 2);
  const x = arena.allocate(Float64Array, most * columns);
  const target = arena.allocate(Float64Array, most);
  const centre = arena.allocate(Float64Array, columns + 1);
  const together = rowsTogether(columns);
  const z = arena.allocate(Float64Array, together * stride);
  const sums = arena.allocate(Float64Array, stride);
  const products = arena.allocate(Float64Array, stride * stride);
  centre.set(c);
  for (let start = 0; start < rows; start += most) {
    const count = Math.min(most, rows - start);
    x.set(data.subarray(start * columns, (start + count) * columns));
    target.set(y.subarray(start, start + count));
    const padded = Math.ceil(count / group) * group;
    for (let row = count; row < padded; row++) {
      // As far from the centre as no row.
      x.set(c.subarray(0, columns), row * columns);
      target[row] = c[columns]!;
    }
    kernel.addProducts(
      x.byteOffset,
      target.byteOffset,
      padded,
      columns,
      centre.byteOffset,
      z.byteOffset,
      together,
      sums.byteOffset,
      products.byteOffset,
      stride,
    );
  }
  return { sums: sums.subarray(0, columns + 1), products, stride };
}

/** The kernel's twin. */
function sumPlainly({ rows, columns, data }: Dense, y: Float64Array, c: Float64Array): ProductSums {
  const stride = columns + 1;
  const sums = new Float64Array(stride);
  const products = new Float64Array(stride * stride);
  const z = new Float64Array(group * stride);
  const [second, third, fourth] = [stride, 2 * stride, 3 * stride];
  for (let first = 0; first < rows; first += group) {
    const count = Math.min(group, rows - first);
    if (count < group) z.fill(0);
    for (let row = 0; row < count; row++) {
      const [from, to] = [(first + row) * columns, row * stride];
      for (let column = 0; column < columns; column++) z[to + column] = data[from + column]! - c[column]!;
      z[to + columns] = y[first + row]! - c[columns]!;
    }
    for (let i = 0; i < stride; i++) {
      const [a, b, d, e] = [z[i]!, z[second + i]!, z[third + i]!, z[fourth + i]!];
      sums[i]! += a + b + (d + e);
      const place = i * stride;
      for (let j = i; j < stride; j++)
        products[place + j]! += a * z[j]! + b * z[second + j]! + (d * z[third + j]! + e * z[fourth + j]!);
    }
  }
  return { sums, products, stride };
}
