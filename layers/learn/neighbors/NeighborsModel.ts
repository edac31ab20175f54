import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { NeighborSearch, type NeighborSearchOptions, type Neighbors } from './NeighborSearch.ts';

export type NeighborWeights = 'uniform' | 'distance';

export interface NeighborsSettings extends Required<NeighborSearchOptions> {
  readonly nNeighbors: number;
  readonly weights: NeighborWeights;
}

/** The rows that were learned, which is all there is to it, and a search among them. */
export abstract class NeighborsModel {
  readonly settings: NeighborsSettings;
  protected readonly X: Dense;
  readonly #search: NeighborSearch;

  constructor(X: Dense, settings: NeighborsSettings) {
    this.X = X;
    this.settings = settings;
    this.#search = new NeighborSearch(X, settings);
  }

  /**
   * The nearest rows of the training data.
   *
   * @param features of which the neighbors are asked for; by default the training data, of which no row is its own neighbor
   */
  kneighbors(features?: Features, { nNeighbors = this.settings.nNeighbors } = {}): Neighbors {
    if (features === undefined) return withoutSelf(this.#search.nearest(this.X, nNeighbors + 1));
    const X = toDense(features);
    checkWidth(X, this.X.columns);
    checkFinite(X);
    return this.#search.nearest(X, nNeighbors);
  }

  /** The neighbors of rows, and how much each counts. */
  protected shares(X: Features): Neighbors & { readonly shares: Float64Array } {
    const neighbors = this.kneighbors(X);
    const { distances } = neighbors;
    const isUniform = this.settings.weights === 'uniform';
    const shares = isUniform ? new Float64Array(distances.data.length).fill(1) : inverses(distances);
    return { ...neighbors, shares };
  }

  protected settingsToJSON() {
    // JSON has no infinity.
    const { p, ...settings } = this.settings;
    return { ...settings, p: p === Number.POSITIVE_INFINITY ? 'infinity' : p, X: packDense(this.X) };
  }
}

export function settingsOf(document: object): [Dense, NeighborsSettings] {
  const { nNeighbors, weights, algorithm, metric, leafSize, p, X } = document as NeighborsSettings & {
    p: number | 'infinity';
    X: PackedDense;
  };
  const exponent = typeof p === 'number' ? p : Number.POSITIVE_INFINITY;
  return [unpackDense(X), { nNeighbors, weights, algorithm, metric, leafSize, p: exponent }];
}

/** 1 / distance; where some distances are 0, these rows are all that counts. */
function inverses({ columns, data }: Dense): Float64Array {
  const inverse = data.map((distance) => 1 / distance);
  for (let start = 0; start < data.length; start += columns) {
    const own = inverse.subarray(start, start + columns);
    // Distances so small that their inverse is infinite are as 0.
    if (!own.includes(Number.POSITIVE_INFINITY)) continue;
    for (let index = 0; index < columns; index++)
      own[index] = Number(own[index] === Number.POSITIVE_INFINITY);
  }
  return inverse;
}

/** Takes each row out of its own neighbors, or where others just like it came before, the last. */
function withoutSelf({ indices, distances }: Neighbors): Neighbors {
  const { rows, columns } = distances;
  const k = columns - 1;
  const [left, data] = [new Int32Array(rows * k), new Float64Array(rows * k)];
  for (let row = 0; row < rows; row++) {
    const own = indices.subarray(row * columns, (row + 1) * columns).indexOf(row);
    const out = own === -1 ? k : own;
    for (let index = 0; index < k; index++) {
      const from = row * columns + index + Number(index >= out);
      left[row * k + index] = indices[from]!;
      data[row * k + index] = distances.data[from]!;
    }
  }
  return { indices: left, distances: { rows, columns: k, data } };
}
