import type { Dense } from '../matrix.ts';
import type { Arena } from './Arena.ts';

/** Room for some rows of a matrix where kernels see them; each is filled up with zeros to a whole number of vectors. */
export class RowBlock {
  /** Numbers from one row to the next. */
  readonly stride: number;
  readonly data: Float64Array;
  private readonly columns: number;

  /** @param vector numbers that a kernel takes at once */
  constructor(arena: Arena, rows: number, columns: number, vector: number) {
    this.columns = columns;
    this.stride = Math.ceil(columns / vector) * vector;
    this.data = arena.allocate(Float64Array, rows * this.stride);
  }

  /** Rows from the given one on. */
  copy({ data }: Dense, first: number, count: number): void {
    const { stride, columns } = this;
    if (stride === columns) {
      this.data.set(data.subarray(first * columns, (first + count) * columns));
      return;
    }
    for (let row = 0; row < count; row++) this.copyRow(data, (first + row) * columns, row);
  }

  /** The rows at the given positions, of which the first `count` matter. */
  gather({ data }: Dense, rows: Int32Array, count: number): void {
    for (let row = 0; row < count; row++) this.copyRow(data, rows[row]! * this.columns, row);
  }

  private copyRow(from: Float64Array, start: number, row: number): void {
    const { data, columns } = this;
    const to = row * this.stride;
    for (let column = 0; column < columns; column++) data[to + column] = from[start + column]!;
  }
}
