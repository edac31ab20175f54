import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import { KernelRows } from './KernelRows.ts';
import type { Kernel } from './kernelFunction.ts';

/**
 * The kernel of n rows with each other, row by row as it is asked for. The rows used last are kept, in single precision as
 * LIBSVM keeps them, so that twice as many have room.
 */
export class KernelMatrix {
  readonly rows: number;
  readonly diagonal: Float64Array;
  readonly #X: Dense;
  readonly #kernel: KernelRows;
  readonly #kept: (Float32Array | undefined)[];
  #free: number;
  /** Kept rows in a ring from the one used longest ago, with the end of the list in place n. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  /**
   * @param centre what is taken off the rows before
   * @param bytes room for rows; two are kept in any case
   */
  constructor(X: Dense, kernel: Kernel, centre: Float64Array, bytes: number) {
    const { rows } = X;
    this.rows = rows;
    this.#X = X;
    this.#kernel = new KernelRows(X, kernel, centre);
    this.#kept = new Array(rows);
    this.#free = Math.max(2, Math.floor(bytes / (rows * Float32Array.BYTES_PER_ELEMENT)));
    this.#next = new Int32Array(rows + 1).fill(rows);
    this.#previous = new Int32Array(rows + 1).fill(rows);
    this.diagonal = this.#kernel.diagonal();
    // Single precision ends at 3e38.
    const odd = this.diagonal.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (odd !== -1)
      throw new InvalidInput(
        `the ${kernel.kernel} kernel of row ${odd} with itself is ${this.diagonal[odd]}: scale the features first`,
      );
  }

  /** Valid until two other rows have been asked for. */
  row(row: number): Float32Array {
    const known = this.#kept[row];
    if (known) this.#unlink(row);
    const values = known ?? this.#fill(row, this.#room());
    this.#append(row);
    return values;
  }

  #fill(row: number, values: Float32Array): Float32Array {
    values.set(this.#kernel.of(this.#X.data, row * this.#X.columns));
    this.#kept[row] = values;
    return values;
  }

  #room(): Float32Array {
    if (this.#free > 0) {
      this.#free--;
      return new Float32Array(this.rows);
    }
    const oldest = this.#next[this.rows]!;
    const values = this.#kept[oldest]!;
    this.#kept[oldest] = undefined;
    this.#unlink(oldest);
    return values;
  }

  #unlink(row: number): void {
    const [before, after] = [this.#previous[row]!, this.#next[row]!];
    this.#next[before] = after;
    this.#previous[after] = before;
  }

  #append(row: number): void {
    const end = this.rows;
    const last = this.#previous[end]!;
    this.#next[last] = row;
    this.#previous[row] = last;
    this.#next[row] = end;
    this.#previous[end] = row;
  }
}
