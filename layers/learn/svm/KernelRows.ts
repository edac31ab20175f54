import { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { kernelRowsBinary } from '../kernels/kernelRows.wasm.ts';
import { RowBlock } from '../kernels/RowBlock.ts';
import { isWorthKernel } from '../linear/blocks.ts';
import { exponential } from '../linear/exponential.ts';
import type { Dense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import { type Kernel, ofProducts } from './kernelFunction.ts';

/** Addresses and numbers, as assembly/kernelRows.ts says. */
interface RowKernel {
  rowProducts(x: number, rows: number, count: number, stride: number, out: number): void;
  gaussians(products: number, squares: number, count: number, square: number, gamma: number): void;
}

/** Rows that the kernel takes together. */
const group = 8;

/**
 * What to take off rows before their kernel is computed: their mean where that changes nothing but rounding, which far from 0
 * would drown all else. The linear kernel changes, but only by what the intercept makes up for.
 */
export function centreOf(X: Dense, { kernel }: Kernel): Float64Array {
  return kernel === 'rbf' || kernel === 'linear' ? columnMoments(X).means : new Float64Array(X.columns);
}

/** Rows of which the kernel with others is asked for. */
export class KernelRows {
  readonly #kernel: Kernel;
  readonly #centre: Float64Array;
  readonly #rows: RowBlock;
  readonly #x: Float64Array;
  readonly #squares: Float64Array;
  readonly #products: Float64Array;
  readonly #values: Float64Array;
  readonly #functions: RowKernel | undefined;

  constructor(X: Dense, kernel: Kernel, centre: Float64Array, arena: Arena = arenaFor(X)) {
    const { rows, columns } = X;
    const padded = Math.ceil(rows / group) * group;
    this.#kernel = kernel;
    this.#centre = centre;
    this.#rows = new RowBlock(arena, padded, columns, 2);
    this.#x = arena.allocate(Float64Array, this.#rows.stride);
    this.#squares = arena.allocate(Float64Array, padded);
    this.#products = arena.allocate(Float64Array, padded);
    this.#values = this.#products.subarray(0, rows);
    this.#functions = instantiate<RowKernel>(kernelRowsBinary, arena);
    const { data, stride } = this.#rows;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        data[row * stride + column] = X.data[row * columns + column]! - centre[column]!;
      this.#squares[row] = productOf(data, row * stride, data, row * stride, stride);
    }
  }

  /** The kernel of each row with itself. */
  diagonal(): Float64Array {
    const { kernel } = this.#kernel;
    const squares = this.#squares.slice(0, this.#values.length);
    if (kernel === 'rbf') squares.fill(1);
    else ofProducts[kernel](squares, this.#kernel);
    return squares;
  }

  /** The kernel of a row from `start` on with all of them, in the same array each time. */
  of(data: Float64Array, start: number): Float64Array {
    const [x, centre, { stride }] = [this.#x, this.#centre, this.#rows];
    for (let column = 0; column < centre.length; column++)
      x[column] = data[start + column]! - centre[column]!;
    const kernel = this.#kernel;
    this.#multiply();
    if (kernel.kernel === 'rbf') this.#toGaussians(productOf(x, 0, x, 0, stride), kernel.gamma);
    else ofProducts[kernel.kernel](this.#values, kernel);
    return this.#values;
  }

  #multiply(): void {
    const [x, products, { data, stride }] = [this.#x, this.#products, this.#rows];
    if (this.#functions)
      this.#functions.rowProducts(
        x.byteOffset,
        data.byteOffset,
        products.length,
        8 * stride,
        products.byteOffset,
      );
    else
      for (let row = 0; row < products.length; row++)
        products[row] = productOf(x, 0, data, row * stride, stride);
  }

  #toGaussians(square: number, gamma: number): void {
    const [products, squares] = [this.#products, this.#squares];
    if (this.#functions)
      this.#functions.gaussians(products.byteOffset, squares.byteOffset, products.length, square, gamma);
    else
      for (let row = 0; row < products.length; row++) {
        const product = products[row]!;
        products[row] = exponential(-gamma * Math.max(square + squares[row]! - (product + product), 0));
      }
  }
}

/** Small ones are done sooner without a kernel, with the same result. */
function arenaFor(X: Dense): Arena {
  return new Arena({ plain: !isWorthKernel(X) });
}

/** Even and odd columns are summed by themselves, as the kernel of two lanes does. */
function productOf(a: Float64Array, aStart: number, b: Float64Array, bStart: number, stride: number): number {
  let [even, odd] = [0, 0];
  for (let column = 0; column < stride; column += 2) {
    even += a[aStart + column]! * b[bStart + column]!;
    odd += a[aStart + column + 1]! * b[bStart + column + 1]!;
  }
  return even + odd;
}
