import { Arena } from '../kernels/Arena.ts';
import { instantiate } from '../kernels/instantiate.ts';
import { productsBinary } from '../kernels/products.wasm.ts';
import { RowBlock } from '../kernels/RowBlock.ts';
import type { Dense } from '../matrix.ts';

export interface GramSums {
  /** Σ (x - c). */
  readonly sums: Float64Array;
  /** Σ (x - c)(x - c)', its upper triangle at `i * stride + j`. */
  readonly products: Float64Array;
  readonly stride: number;
}

/** Rows whose products are summed by themselves: they stay in the first cache, and rounding grows with their batches only. */
const batch = 128;

interface ProductsKernel {
  centreRows(rows: number, count: number, stride: number, centre: number, sums: number): void;
  addProducts(rows: number, count: number, stride: number, products: number): void;
}

/** @param arena a plain one for the kernel's twin, which gives the same */
export function accumulateGram(X: Dense, centre: Float64Array, arena: Arena = new Arena()): GramSums {
  const { rows, columns } = X;
  const block = new RowBlock(arena, batch, columns, 4);
  const { stride } = block;
  const c = arena.allocate(Float64Array, stride);
  c.set(centre);
  const sums = arena.allocate(Float64Array, stride);
  const products = arena.allocate(Float64Array, stride * stride);
  const kernel = instantiate<ProductsKernel>(productsBinary, arena);
  const bytes = stride * 8;
  for (let first = 0; first < rows; first += batch) {
    const count = Math.min(batch, rows - first);
    block.copy(X, first, count);
    if (kernel) {
      kernel.centreRows(block.data.byteOffset, count, bytes, c.byteOffset, sums.byteOffset);
      kernel.addProducts(block.data.byteOffset, count, bytes, products.byteOffset);
    } else {
      centreRows(block, count, c, sums);
      addProducts(block, count, products);
    }
  }
  return { sums, products, stride };
}

function centreRows({ data, stride }: RowBlock, count: number, c: Float64Array, sums: Float64Array): void {
  for (let column = 0; column < stride; column++) {
    let sum = 0;
    for (let at = column; at < count * stride; at += stride) {
      data[at]! -= c[column]!;
      sum += data[at]!;
    }
    sums[column]! += sum;
  }
}

function addProducts({ data, stride }: RowBlock, count: number, products: Float64Array): void {
  for (let i = 0; i < stride; i++) {
    for (let j = i; j < stride; j++) {
      let sum = 0;
      for (let at = 0; at < count * stride; at += stride) sum += data[at + i]! * data[at + j]!;
      products[i * stride + j]! += sum;
    }
  }
}
