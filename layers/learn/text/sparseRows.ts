import { InvalidInput } from '../errors.ts';
import { type Features, isSparse, type Sparse, toDense } from '../matrix.ts';

export type Norm = 'l1' | 'l2';

/** A sparse matrix row by row, in arrays that grow. */
export class SparseRows {
  private readonly columns: number;
  private readonly indptr: number[] = [0];
  private indices = new Int32Array(1024);
  private values = new Float64Array(1024);
  private count = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** Adds to the row that is not ended; columns must ascend. */
  add(column: number, value: number): void {
    if (this.count === this.indices.length) {
      const [indices, values] = [this.indices, this.values];
      this.indices = new Int32Array(2 * this.count);
      this.values = new Float64Array(2 * this.count);
      this.indices.set(indices);
      this.values.set(values);
    }
    this.indices[this.count] = column;
    this.values[this.count++] = value;
  }

  endRow(): void {
    this.indptr.push(this.count);
  }

  matrix(): Sparse {
    return {
      rows: this.indptr.length - 1,
      columns: this.columns,
      indptr: Int32Array.from(this.indptr),
      indices: this.indices.slice(0, this.count),
      values: this.values.slice(0, this.count),
    };
  }
}

/** The same without its zeros. @throws InvalidInput for a number that is not finite */
export function toSparse(X: Features): Sparse {
  if (isSparse(X)) {
    const place = X.values.findIndex((value) => !Number.isFinite(value));
    if (place === -1) return X;
    const row = X.indptr.findIndex((end) => end > place) - 1;
    throw new InvalidInput(
      `feature ${X.indices[place]} of row ${row} is ${X.values[place]}: impute or remove such values`,
    );
  }
  const { rows, columns, data } = toDense(X);
  const sparse = new SparseRows(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column]!;
      if (!Number.isFinite(value))
        throw new InvalidInput(`feature ${column} of row ${row} is ${value}: impute or remove such values`);
      if (value !== 0) sparse.add(column, value);
    }
    sparse.endRow();
  }
  return sparse.matrix();
}

const lengths: Readonly<Record<Norm, (values: Float64Array) => number>> = {
  l1: (values) => values.reduce((sum, value) => sum + Math.abs(value), 0),
  l2: (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
};

/** Gives rows the length 1, in place; one of zeros stays. */
export function normalizeRows({ rows, indptr, values }: Sparse, norm: Norm): void {
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(indptr[row]!, indptr[row + 1]!);
    const length = lengths[norm](own);
    if (length > 0) for (let place = 0; place < own.length; place++) own[place]! /= length;
  }
}
