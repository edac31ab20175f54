import { checkLength, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Estimator, Model, Parameters } from '../estimator.ts';
import type { Labels, LabelsLike } from '../labels.ts';
import { denseRows, type Features, isSparse, isTable, type Sparse, toDense } from '../matrix.ts';
import type { Check } from '../parameters.ts';
import { takeRows } from '../table.ts';
import { KFold } from './KFold.ts';
import { rowsOf, type Splitter } from './Splitter.ts';
import { StratifiedKFold } from './StratifiedKFold.ts';
import { getScorer, type Scorer } from './scorers.ts';
import type { Split } from './split.ts';

/** Folds: how many, how they are made, or what they are. */
export type Folds = number | Splitter | readonly Split[];
/** A scorer's name, or the scorer. */
export type Scoring = string | Scorer;

export const foldsCheck: Check = (cv) =>
  typeof cv === 'number' || Array.isArray(cv) || typeof (cv as Partial<Splitter> | null)?.split === 'function'
    ? undefined
    : 'must be a number of folds, a splitter, or the folds themselves';

/** Also null, which stands for the estimator's usual one. */
export const scoringCheck: Check = (scoring) =>
  scoring === null || typeof scoring === 'function' || typeof scoring === 'string'
    ? undefined
    : "must be a scorer's name, a scorer, or null";

export interface FoldedOptions {
  /** A number is of StratifiedKFold for classifiers, else of KFold. @default 5 */
  readonly cv?: Folds;
  /** The group of each row, for splitters that keep groups together. */
  readonly groups?: LabelsLike;
  /** Count in the fit and in the score: a row of weight 2 is as two rows. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** Data of which folds are taken. */
export class Folded {
  readonly X: Features;
  readonly y: LabelsLike;
  readonly splits: readonly Split[];
  readonly #weights: Float64Array | undefined;

  constructor(
    type: Estimator['type'],
    X: Features,
    y: LabelsLike,
    { cv = 5, groups, sampleWeight }: FoldedOptions = {},
  ) {
    checkLength({ rows: rowsOf(X) }, y.length);
    // Converted once, not in every fold.
    this.X = isTable(X) || isSparse(X) ? X : toDense(X);
    this.y = y;
    this.#weights = weightsOf(sampleWeight, y.length);
    const splitter = typeof cv === 'number' ? usualSplitter(type, cv) : cv;
    this.splits = 'split' in splitter ? [...splitter.split(this.X, y, groups)] : splitter;
    if (this.splits.length === 0) throw new InvalidInput('there are no folds: give at least one');
  }

  /** @throws what the estimator does */
  fit(estimator: Estimator, rows: Int32Array): Model {
    const weights = this.#weightsOf(rows);
    const options = weights ? { sampleWeight: weights } : {};
    const [X, y] = [rowsAt(this.X, rows), labelsAt(this.y, rows)];
    return (estimator as { fit(X: Features, y: Labels, options: object): Model }).fit(X, y, options);
  }

  score(scorer: Scorer, model: Model, rows: Int32Array): number {
    return scorer(model, rowsAt(this.X, rows), labelsAt(this.y, rows), this.#weightsOf(rows));
  }

  #weightsOf(rows: Int32Array): Float64Array | undefined {
    const weights = this.#weights;
    return weights && Float64Array.from(rows, (row) => weights[row]!);
  }
}

function usualSplitter(type: Estimator['type'], nSplits: number): Splitter {
  return type === 'classifier' ? new StratifiedKFold({ nSplits }) : new KFold({ nSplits });
}

/** The scorer of a name; by default that of scikit-learn's `score`: accuracy of classifiers, R² of regressors. */
export function scorerOf(estimator: Estimator, scoring?: Scoring): Scorer {
  if (typeof scoring === 'function') return scoring;
  const usual = { classifier: 'accuracy', regressor: 'r2' }[estimator.type as string];
  if (scoring === undefined && usual === undefined)
    throw new InvalidInput(`${estimator.kind} has no usual score: say by which scoring to judge it`);
  return getScorer(scoring ?? usual!);
}

export function rowsAt(X: Features, rows: Int32Array): Features {
  if (isTable(X)) return takeRows(X, rows);
  return isSparse(X) ? sparseRows(X, rows) : denseRows(toDense(X), rows);
}

function sparseRows({ columns, indptr, indices, values }: Sparse, rows: Int32Array): Sparse {
  const starts = new Int32Array(rows.length + 1);
  for (const [place, row] of rows.entries())
    starts[place + 1] = starts[place]! + indptr[row + 1]! - indptr[row]!;
  const taken = { indices: new Int32Array(starts.at(-1)!), values: new Float64Array(starts.at(-1)!) };
  for (const [place, row] of rows.entries()) {
    taken.indices.set(indices.subarray(indptr[row]!, indptr[row + 1]!), starts[place]!);
    taken.values.set(values.subarray(indptr[row]!, indptr[row + 1]!), starts[place]!);
  }
  return { rows: rows.length, columns, indptr: starts, ...taken };
}

export function labelsAt(y: LabelsLike, rows: Int32Array): Labels {
  return typeof y[0] === 'string'
    ? Array.from(rows, (row) => (y as readonly string[])[row]!)
    : Float64Array.from(rows, (row) => (y as ArrayLike<number>)[row]!);
}

/** Makes an estimator of parameters; for an estimator, others of its class that differ from it by these parameters. */
export type EstimatorMaker = Estimator | ((params: Parameters) => Estimator);

export function makeEstimator(maker: EstimatorMaker, params: Parameters = {}): Estimator {
  if (typeof maker === 'function') return maker(params);
  const unknown = Object.keys(params).find((name) => !Object.hasOwn(maker.params, name));
  if (unknown !== undefined)
    throw new InvalidInput(
      `${maker.kind} has no parameter ${JSON.stringify(unknown)}: it has ${Object.keys(maker.params).join(', ')}`,
    );
  const Class = maker.constructor as new (params: Parameters) => Estimator;
  return new Class({ ...maker.params, ...params });
}
