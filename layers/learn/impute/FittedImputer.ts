import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { inputNames } from '../preprocessing/inputNames.ts';
import { columnsAt, countMissing, type MissingOptions, withHoles } from './missing.ts';

/** Which columns go in and out. */
export interface ImputedColumns {
  readonly width: number;
  /** Positions of those that are filled and given. */
  readonly kept: readonly number[];
  /** Positions of those that have a column more, which says what was missing. */
  readonly indicated: readonly number[];
  /** What stands for a missing value; NaN is null in a document. */
  readonly missingValues: number;
}

/** Fills missing values, and says where they were. */
export abstract class FittedImputer implements FittedTransformer {
  abstract readonly kind: string;
  protected readonly columns: ImputedColumns;

  constructor(columns: ImputedColumns) {
    this.columns = columns;
  }

  /** A filled copy of the kept columns, in which NaN is missing. */
  protected abstract fill(X: Dense): Float64Array;
  protected abstract learned(): Readonly<Record<string, unknown>>;

  transform(features: Features): Dense {
    const { width, kept, indicated, missingValues } = this.columns;
    const given = toDense(features);
    checkWidth(given, width);
    const X = withHoles(given, missingValues);
    const filled = this.fill(columnsAt(X, kept));
    if (indicated.length === 0) return { rows: X.rows, columns: kept.length, data: filled };
    const columns = kept.length + indicated.length;
    const data = new Float64Array(X.rows * columns);
    for (let row = 0; row < X.rows; row++) {
      data.set(filled.subarray(row * kept.length, (row + 1) * kept.length), row * columns);
      for (const [place, column] of indicated.entries())
        data[row * columns + kept.length + place] = Number(Number.isNaN(X.data[row * width + column]!));
    }
    return { rows: X.rows, columns, data };
  }

  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.columns.width);
    return [
      ...this.columns.kept.map((column) => names[column]!),
      ...this.columns.indicated.map((column) => `missingindicator_${names[column]}`),
    ];
  }

  toJSON(): ModelDocument {
    const { missingValues, ...columns } = this.columns;
    return {
      kind: this.kind,
      columns: { ...columns, missingValues: Number.isNaN(missingValues) ? null : missingValues },
      ...this.learned(),
    };
  }
}

/** As `toJSON` writes them. */
export function readColumns({ columns }: ModelDocument): ImputedColumns {
  const { missingValues, ...others } = columns as ImputedColumns;
  return { ...others, missingValues: missingValues ?? Number.NaN };
}

/** What an imputer learns of its columns, and the data with NaN where a value is missing. */
export function learnColumns(
  given: Dense,
  { missingValues, addIndicator, keepEmptyFeatures }: Required<MissingOptions>,
): { X: Dense; columns: ImputedColumns } {
  const X = withHoles(given, missingValues);
  const counts = [...countMissing(X)];
  const positions = [...counts.keys()];
  const kept = positions.filter((column) => keepEmptyFeatures || counts[column]! < X.rows);
  if (kept.length === 0) throw new InvalidInput('no feature has a value: there is nothing to learn from');
  const indicated = addIndicator ? positions.filter((column) => counts[column]! > 0) : [];
  return { X: columnsAt(X, kept), columns: { width: X.columns, kept, indicated, missingValues } };
}
