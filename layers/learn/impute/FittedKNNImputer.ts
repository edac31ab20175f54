import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import type { ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { FittedImputer, type ImputedColumns, readColumns } from './FittedImputer.ts';
import { countMissing } from './missing.ts';

export type NeighbourWeights = 'uniform' | 'distance';

/** Fills a missing value with the mean of those of the nearest rows that have one. */
export class FittedKNNImputer extends FittedImputer {
  readonly kind = 'knn-imputer';
  private readonly donors: Dense;
  private readonly nNeighbors: number;
  private readonly weights: NeighbourWeights;
  /** Of each column, for rows that have nothing in common with others; 0 of those without a value. */
  private readonly means: Float64Array;

  constructor(columns: ImputedColumns, donors: Dense, nNeighbors: number, weights: NeighbourWeights) {
    super(columns);
    this.donors = donors;
    this.nNeighbors = nNeighbors;
    this.weights = weights;
    const counts = countMissing(donors);
    const sums = new Float64Array(donors.columns);
    for (let index = 0; index < donors.data.length; index++) {
      const value = donors.data[index]!;
      if (!Number.isNaN(value)) sums[index % donors.columns]! += value;
    }
    this.means = sums.map((sum, column) => sum / (donors.rows - counts[column]! || 1));
  }

  protected fill({ rows, columns, data }: Dense): Float64Array {
    const filled = data.slice();
    const squares = new Float64Array(this.donors.rows);
    for (let row = 0; row < rows; row++) {
      const own = data.subarray(row * columns, (row + 1) * columns);
      let isMeasured = false;
      for (let column = 0; column < columns; column++) {
        if (!Number.isNaN(own[column]!)) continue;
        if (!isMeasured) this.measure(own, squares);
        isMeasured = true;
        filled[row * columns + column] = this.valueFor(column, squares);
      }
    }
    return filled;
  }

  /** Squared distances to all donors, over the features that both have; NaN where they have none in common. */
  private measure(own: Float64Array, squares: Float64Array): void {
    const { rows, columns, data } = this.donors;
    const present = Int32Array.from([...own.keys()].filter((column) => !Number.isNaN(own[column]!)));
    const values = Float64Array.from(present, (column) => own[column]!);
    for (let donor = 0; donor < rows; donor++) {
      const start = donor * columns;
      let sum = 0;
      let count = 0;
      for (let place = 0; place < present.length; place++) {
        const difference = values[place]! - data[start + present[place]!]!;
        if (!Number.isNaN(difference)) {
          sum += difference * difference;
          count++;
        }
      }
      squares[donor] = count === 0 ? Number.NaN : (sum * columns) / count;
    }
  }

  private valueFor(column: number, squares: Float64Array): number {
    const { rows, columns, data } = this.donors;
    // The nearest so far, ascending.
    const nearest: number[] = [];
    const values: number[] = [];
    for (let donor = 0; donor < rows; donor++) {
      const square = squares[donor]!;
      if (nearest.length === this.nNeighbors && !(square < nearest[nearest.length - 1]!)) continue;
      const value = data[donor * columns + column]!;
      if (Number.isNaN(value) || Number.isNaN(square)) continue;
      let place = nearest.length === this.nNeighbors ? nearest.length - 1 : nearest.length;
      for (; place > 0 && nearest[place - 1]! > square; place--) {
        nearest[place] = nearest[place - 1]!;
        values[place] = values[place - 1]!;
      }
      nearest[place] = square;
      values[place] = value;
    }
    if (nearest.length === 0) return this.means[column]!;
    let [sum, total] = [0, 0];
    for (const [place, square] of nearest.entries()) {
      const weight = this.weightOf(square, nearest[0] === 0);
      sum += weight * values[place]!;
      total += weight;
    }
    return sum / total;
  }

  /** Rows at distance 0 leave no say to others. */
  private weightOf(square: number, isSame: boolean): number {
    if (this.weights === 'uniform') return 1;
    return isSame ? Number(square === 0) : 1 / Math.sqrt(square);
  }

  protected learned() {
    const { donors, nNeighbors, weights } = this;
    return { nNeighbors, weights, rows: donors.rows, donors: packArray(Float64Array.from(donors.data)) };
  }

  static fromJSON(document: ModelDocument): FittedKNNImputer {
    const columns = readColumns(document);
    const donors = {
      rows: document.rows as number,
      columns: columns.kept.length,
      data: unpackArray<Float64Array<ArrayBuffer>>(document.donors as PackedArray),
    };
    const { nNeighbors, weights } = document;
    return new FittedKNNImputer(columns, donors, nNeighbors as number, weights as NeighbourWeights);
  }
}
