import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, mostCells, type Sparse, toDense } from '../matrix.ts';
import { infrequentName, positionsOf } from './categories.ts';
import { type Cell, type Cells, toCells } from './cells.ts';
import { inputNames } from './inputNames.ts';

export type UnknownAs = 'error' | 'ignore' | 'infrequent_if_exist';

/** How the categories of one feature are encoded. */
export interface OneHotFeature {
  readonly categories: readonly Cell[];
  /** Of each category the number of its group: itself alone, or the last, which rare ones share. */
  readonly groups: readonly number[];
  /** Whether the last group is that of rare ones. */
  readonly hasRare: boolean;
  /** The group that has no column, or null. */
  readonly drop: number | null;
}

/** A column for each category of each feature, 1 in the rows that have it. */
export class FittedOneHotEncoder implements FittedTransformer<Cells> {
  readonly kind = 'one-hot-encoder';
  readonly handleUnknown: UnknownAs;
  private readonly features: readonly OneHotFeature[];
  /** Where the columns of each feature start, and how many there are. */
  private readonly starts: Int32Array;

  constructor(features: readonly OneHotFeature[], handleUnknown: UnknownAs) {
    this.features = features;
    this.handleUnknown = handleUnknown;
    this.starts = new Int32Array(features.length + 1);
    for (const [index, feature] of features.entries())
      this.starts[index + 1] = this.starts[index]! + labelsOf(feature).length;
  }

  /** Of each feature, null standing for what is missing. */
  get categories(): readonly (readonly Cell[])[] {
    return this.features.map(({ categories }) => categories);
  }

  /** Those that share a column, of each feature. */
  get infrequentCategories(): readonly (readonly Cell[])[] {
    return this.features.map(({ categories, groups, hasRare }) =>
      categories.filter((_, position) => hasRare && groups[position] === Math.max(...groups)),
    );
  }

  /** Dense. @throws InvalidInput when it is too large for that: see `transformSparse` */
  transform(X: Cells): Dense {
    const { rows, places } = this.placesOf(X);
    const columns = this.starts.at(-1)!;
    if (rows * columns > mostCells)
      throw new InvalidInput(
        `${rows} rows of ${columns} categories are too many to hold as a dense matrix: use transformSparse, or group rare ones by maxCategories`,
      );
    const data = new Float64Array(rows * columns);
    for (const own of places) {
      for (let row = 0; row < rows; row++) if (own[row] !== -1) data[row * columns + own[row]!] = 1;
    }
    return { rows, columns, data };
  }

  /** The same without its zeros. */
  transformSparse(X: Cells): Sparse {
    const { rows, places } = this.placesOf(X);
    const indptr = new Int32Array(rows + 1);
    const indices = new Int32Array(rows * places.length);
    let count = 0;
    for (let row = 0; row < rows; row++) {
      for (const own of places) if (own[row] !== -1) indices[count++] = own[row]!;
      indptr[row + 1] = count;
    }
    const values = new Float64Array(count).fill(1);
    return { rows, columns: this.starts.at(-1)!, indptr, indices: indices.slice(0, count), values };
  }

  /** Of each feature the column that each row has a 1 in, or -1. */
  private placesOf(X: Cells): { rows: number; places: Int32Array[] } {
    const { rows, columns, cells } = toCells(X);
    checkWidth({ columns }, this.features.length);
    const places = cells.map((column, index) => {
      const { groups, hasRare, drop, categories } = this.features[index]!;
      const strictFor = this.handleUnknown === 'error' ? index : undefined;
      const rare = hasRare && this.handleUnknown === 'infrequent_if_exist' ? Math.max(...groups) : -1;
      const positions = positionsOf(column, categories, strictFor);
      const placed = positions.map((position) => {
        const group = position === -1 ? rare : groups[position]!;
        if (group === -1 || group === drop) return -1;
        return this.starts[index]! + group - Number(drop !== null && group > drop);
      });
      const missing = placed.length - 1;
      return column.codes.map((code) => placed[code === -1 ? missing : code]!);
    });
    return { rows, places };
  }

  /** The categories that such columns stand for; null where there is none of them. */
  inverseTransform(encoded: Features): Cell[][] {
    const X = toDense(encoded);
    checkWidth(X, this.starts.at(-1)!);
    return Array.from({ length: X.rows }, (_, row) =>
      this.features.map((feature, index) => {
        const [start, end] = [this.starts[index]!, this.starts[index + 1]!];
        const own = X.data.subarray(row * X.columns + start, row * X.columns + end);
        const most = own.reduce((best, value, place) => (value > own[best]! ? place : best), 0);
        if (own[most]! > 0) return labelsOf(feature)[most]!;
        if (feature.drop !== null) return allLabelsOf(feature)[feature.drop]!;
        if (this.handleUnknown !== 'error') return null;
        throw new InvalidInput(
          `row ${row} has no category of feature ${index}: give it a 1 in one of its columns`,
        );
      }),
    );
  }

  /** As `x0_red`; what is missing is called nan. */
  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.features.length);
    return this.features.flatMap((feature, index) =>
      labelsOf(feature).map((label) => `${names[index]}_${label === null ? 'nan' : label}`),
    );
  }

  toJSON(): ModelDocument {
    const { kind, handleUnknown, features } = this;
    return { kind, handleUnknown, features };
  }

  static fromJSON({ features, handleUnknown }: ModelDocument): FittedOneHotEncoder {
    return new FittedOneHotEncoder(features as OneHotFeature[], handleUnknown as UnknownAs);
  }
}

/** What each group is called. */
function allLabelsOf({ categories, groups, hasRare }: OneHotFeature): Cell[] {
  const last = Math.max(...groups);
  if (!hasRare) return [...categories];
  return [...categories.filter((_, position) => groups[position] !== last), infrequentName];
}

function labelsOf(feature: OneHotFeature): Cell[] {
  return allLabelsOf(feature).filter((_, group) => group !== feature.drop);
}
