import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { type Dense, denseRows } from '../matrix.ts';
import { centreOf, KernelRows } from './KernelRows.ts';
import type { Kernel } from './kernelFunction.ts';

/** What is kept of support vectors in a model's document. */
export interface SupportVectorsDocument extends Kernel {
  readonly support: readonly number[];
  readonly columns: number;
  readonly vectors: PackedArray;
  /** One list of coefficients after the other. */
  readonly dualCoef: PackedArray;
}

/** The rows that decision functions are made of, with their coefficients. */
export class SupportVectors {
  readonly kernel: Kernel;
  /** Where they stood in the training data. */
  readonly support: Int32Array;
  readonly vectors: Dense;
  /** q × as many as there are vectors. */
  readonly dualCoef: Dense;
  #rows: KernelRows | undefined;

  constructor(kernel: Kernel, support: Int32Array, vectors: Dense, dualCoef: Dense) {
    this.kernel = kernel;
    this.support = support;
    this.vectors = vectors;
    // Not -0, which is no other number.
    this.dualCoef = { ...dualCoef, data: dualCoef.data.map((value) => value + 0) };
  }

  static of(kernel: Kernel, support: Int32Array, X: Dense, dualCoef: Dense): SupportVectors {
    return new SupportVectors(kernel, support, denseRows(X, support), dualCoef);
  }

  /** Asked for the kernel of a row with each vector. Made when it is first needed. */
  get rows(): KernelRows {
    this.#rows ??= new KernelRows(this.vectors, this.kernel, centreOf(this.vectors, this.kernel));
    return this.#rows;
  }

  toJSON(): SupportVectorsDocument {
    const { support, vectors, dualCoef } = this;
    const { kernel, gamma, degree, coef0 } = this.kernel;
    return {
      kernel,
      gamma,
      degree,
      coef0,
      support: [...support],
      columns: vectors.columns,
      vectors: packArray(vectors.data),
      dualCoef: packArray(dualCoef.data),
    };
  }

  static fromJSON(document: SupportVectorsDocument): SupportVectors {
    const { support, columns, vectors, dualCoef, ...kernel } = document;
    const rows = support.length;
    const coefficients = unpackArray<Float64Array>(dualCoef);
    return new SupportVectors(
      kernel,
      Int32Array.from(support),
      { rows, columns, data: unpackArray<Float64Array>(vectors) },
      { rows: rows === 0 ? 0 : coefficients.length / rows, columns: rows, data: coefficients },
    );
  }
}
