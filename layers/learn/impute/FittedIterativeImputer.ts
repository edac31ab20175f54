import type { LoadModel, ModelDocument, RegressionModel } from '../estimator.ts';
import { type Dense, denseRows } from '../matrix.ts';
import { listOf } from '../preprocessing/columnNumbers.ts';
import { FittedImputer, type ImputedColumns, readColumns } from './FittedImputer.ts';
import { columnsAt, fillColumns } from './missing.ts';

/** One feature's model, in the order in which they are asked. */
export interface Imputation {
  readonly feature: number;
  /** The features that it is predicted from. */
  readonly neighbors: readonly number[];
  readonly model: RegressionModel;
}

/** Of each kept column: where imputed values must lie. Infinite bounds are null in a document. */
export interface Bounds {
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Fills missing values with what models of the other features predict, one after the other. */
export class FittedIterativeImputer extends FittedImputer {
  readonly kind = 'iterative-imputer';
  readonly nIter: number;
  /** What each column is filled with at first. */
  readonly initial: Float64Array;
  readonly imputationSequence: readonly Imputation[];
  private readonly bounds: Bounds;

  constructor(
    columns: ImputedColumns,
    initial: Float64Array,
    imputationSequence: readonly Imputation[],
    bounds: Bounds,
    nIter: number,
  ) {
    super(columns);
    this.initial = initial;
    this.imputationSequence = imputationSequence;
    this.bounds = bounds;
    this.nIter = nIter;
  }

  protected fill(X: Dense): Float64Array {
    const filled = { ...X, data: fillColumns(X, this.initial) };
    for (const imputation of this.imputationSequence) impute(filled, X, imputation, this.bounds);
    return filled.data;
  }

  protected learned() {
    const { nIter, initial, bounds } = this;
    const sequence = this.imputationSequence.map(({ model, ...others }) => ({
      ...others,
      model: model.toJSON(),
    }));
    return { nIter, initial: listOf(initial), bounds, sequence };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): FittedIterativeImputer {
    const sequence = (document.sequence as (Imputation & { model: ModelDocument })[]).map(
      ({ model, ...others }) => ({ ...others, model: load<RegressionModel>(model) }),
    );
    return new FittedIterativeImputer(
      readColumns(document),
      Float64Array.from(document.initial as number[]),
      sequence,
      document.bounds as Bounds,
      document.nIter as number,
    );
  }
}

/** Predicts one feature in the rows that miss it, and writes it there. */
export function impute(
  filled: Dense,
  X: Dense,
  { feature, neighbors, model }: Imputation,
  bounds: Bounds,
): void {
  const rows: number[] = [];
  for (let row = 0; row < X.rows; row++) if (Number.isNaN(X.data[row * X.columns + feature]!)) rows.push(row);
  if (rows.length === 0) return;
  const predicted = model.predict(columnsAt(denseRows(filled, rows), neighbors));
  const low = bounds.low[feature] ?? Number.NEGATIVE_INFINITY;
  const high = bounds.high[feature] ?? Number.POSITIVE_INFINITY;
  for (const [index, row] of rows.entries())
    filled.data[row * X.columns + feature] = Math.min(high, Math.max(low, predicted[index]!));
}
