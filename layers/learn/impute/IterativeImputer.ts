import { checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Regressor, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { BayesianRidge } from '../linear/BayesianRidge.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import {
  anyOf,
  atLeast,
  type Check,
  checkParameters,
  count,
  finite,
  flag,
  nonNegative,
  oneOf,
  orNull,
  seed,
} from '../parameters.ts';
import { permutation, type Random, seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { learnColumns } from './FittedImputer.ts';
import { type Bounds, FittedIterativeImputer, type Imputation, impute } from './FittedIterativeImputer.ts';
import { columnsAt, countMissing, fillColumns, type MissingOptions, missingParameters } from './missing.ts';
import { neighborsOf } from './neighbors.ts';
import { type ImputeStrategy, SimpleImputer } from './SimpleImputer.ts';

export interface IterativeImputerOptions extends MissingOptions {
  /** What predicts a feature from others; null for BayesianRidge. @default null */
  readonly estimator?: Regressor | null;
  /** @default 10 */
  readonly maxIter?: number;
  /** Change of a row, as a share of the largest value, that ends the rounds. @default 1e-3 */
  readonly tol?: number;
  /** Features that one is predicted from at most, drawn in each round as likely as they correlate; null for all. @default null */
  readonly nNearestFeatures?: number | null;
  /** What missing values are in the first round. @default 'mean' */
  readonly initialStrategy?: ImputeStrategy;
  /** Of the initial strategy 'constant'; null for 0. @default null */
  readonly fillValue?: number | null;
  /** By the number of missing values, from the left, from the right, or at random. @default 'ascending' */
  readonly imputationOrder?: 'ascending' | 'descending' | 'roman' | 'arabic' | 'random';
  /** Does not model features of which nothing is missing when fitted: they keep the initial values. @default false */
  readonly skipComplete?: boolean;
  /** Bounds of imputed values, of all features or of each; null for none. @default null */
  readonly minValue?: number | readonly number[] | null;
  /** @default null */
  readonly maxValue?: number | readonly number[] | null;
  /** @default 0 */
  readonly seed?: number;
}

const regressor: Check = (value) =>
  value !== null && typeof value === 'object' && (value as Regressor).type === 'regressor'
    ? undefined
    : 'must be a regressor';
const list: Check = (value) =>
  Array.isArray(value) && value.every(Number.isFinite) ? undefined : 'must be a list of finite numbers';
const bound = orNull(anyOf(finite, list));

/**
 * Fills missing values by models of each feature from the others, round after round, until little changes (multivariate
 * imputation by chained equations). As scikit-learn's with samplePosterior false: it gives the most probable values.
 *
 * @example new IterativeImputer().fit([[1, 2], [3, 6], [4, 8], [NaN, 3]]).transform([[5, NaN]]).data // [5, nearly 10]
 */
export class IterativeImputer implements Transformer {
  static readonly parameters = {
    estimator: orNull(regressor),
    maxIter: atLeast(0),
    tol: nonNegative,
    nNearestFeatures: orNull(count),
    initialStrategy: oneOf('mean', 'median', 'most_frequent', 'constant'),
    fillValue: orNull(finite),
    imputationOrder: oneOf('ascending', 'descending', 'roman', 'arabic', 'random'),
    skipComplete: flag,
    minValue: bound,
    maxValue: bound,
    seed,
    ...missingParameters,
  };
  readonly kind = 'iterative-imputer';
  readonly type = 'transformer';
  readonly params: Required<IterativeImputerOptions>;

  constructor({
    estimator = null,
    maxIter = 10,
    tol = 1e-3,
    nNearestFeatures = null,
    initialStrategy = 'mean',
    fillValue = null,
    imputationOrder = 'ascending',
    skipComplete = false,
    minValue = null,
    maxValue = null,
    seed = 0,
    missingValues = Number.NaN,
    addIndicator = false,
    keepEmptyFeatures = false,
  }: IterativeImputerOptions = {}) {
    const missing = { missingValues, addIndicator, keepEmptyFeatures };
    const rounds = { estimator, maxIter, tol, nNearestFeatures, imputationOrder, skipComplete, seed };
    this.params = { ...rounds, initialStrategy, fillValue, minValue, maxValue, ...missing };
  }

  fit(features: Features, y?: LabelsLike, options: FitOptions = {}): FittedIterativeImputer {
    return runSteps(this.fitSteps(features, y, options), options);
  }

  *fitSteps(
    features: Features,
    _y?: LabelsLike,
    { sampleWeight }: FitOptions = {},
  ): Steps<FittedIterativeImputer> {
    checkParameters(this.kind, this.params, IterativeImputer.parameters);
    refuseWeights(this.kind, sampleWeight);
    const given = toDense(features);
    checkSize(given);
    const { missingValues, keepEmptyFeatures, initialStrategy: strategy, fillValue } = this.params;
    const { X, columns } = learnColumns(given, this.params);
    const simple = new SimpleImputer({ strategy, fillValue, missingValues, keepEmptyFeatures });
    const initial = simple.fit(given).statistics;
    const bounds = {
      low: this.boundsOf('minValue', columns),
      high: this.boundsOf('maxValue', columns),
    };
    const wrong = bounds.low.findIndex(
      (low, place) => low !== null && low >= (bounds.high[place] ?? Infinity),
    );
    if (wrong !== -1)
      throw new InvalidInput(
        `minValue of feature ${columns.kept[wrong]} is ${bounds.low[wrong]}, not below maxValue, ${bounds.high[wrong]}: give them a range`,
      );
    const { maxIter, tol } = this.params;
    const random = seededRandom(this.params.seed);
    const sequence: Imputation[] = [];
    const filled = { ...X, data: fillColumns(X, initial) };
    const enough = tol * largestOf(X);
    const drawNeighbors = neighborsOf(filled, this.params.nNearestFeatures, random);
    let order = this.orderOf(X, random);
    let nIter = 0;
    // A single feature has none to predict it from.
    let isDone = X.columns === 1;
    while (nIter < maxIter && !isDone) {
      nIter++;
      if (this.params.imputationOrder === 'random') order = this.orderOf(X, random);
      const before = filled.data.slice();
      for (const feature of order) {
        const neighbors = drawNeighbors(feature);
        const imputation = { feature, neighbors, model: this.fitOne(filled, X, feature, neighbors) };
        impute(filled, X, imputation, bounds);
        sequence.push(imputation);
      }
      isDone = largestChange(filled, before) < enough;
      yield { done: nIter, total: maxIter };
    }
    return new FittedIterativeImputer(columns, initial, sequence, bounds, nIter);
  }

  /** Of the kept columns; null is none. */
  private boundsOf(
    name: 'minValue' | 'maxValue',
    { width, kept }: { width: number; kept: readonly number[] },
  ): Bounds['low'] {
    const given = this.params[name];
    if (given === null || typeof given === 'number') return kept.map(() => given);
    if (given.length === width) return kept.map((column) => given[column]!);
    throw new InvalidInput(`${name} has ${given.length} numbers for ${width} features: give each its own`);
  }

  /** In which the features are imputed. Those without a value have nothing to learn from. */
  private orderOf(X: Dense, random: Random): number[] {
    const { imputationOrder, skipComplete } = this.params;
    const counts = countMissing(X);
    const places = [...counts.keys()].filter(
      (place) => counts[place]! < X.rows && !(skipComplete && counts[place] === 0),
    );
    const ascending = () => places.toSorted((a, b) => counts[a]! - counts[b]!);
    const orders = {
      ascending,
      descending: () => ascending().reverse(),
      roman: () => places,
      arabic: () => places.toReversed(),
      random: () => Array.from(permutation(places.length, random), (index) => places[index]!),
    };
    return orders[imputationOrder]();
  }

  /** A model of one feature, of the rows that have it. */
  private fitOne(filled: Dense, X: Dense, feature: number, neighbors: readonly number[]) {
    const rows: number[] = [];
    for (let row = 0; row < X.rows; row++)
      if (!Number.isNaN(X.data[row * X.columns + feature]!)) rows.push(row);
    const y = Float64Array.from(rows, (row) => X.data[row * X.columns + feature]!);
    const estimator = this.params.estimator ?? new BayesianRidge();
    return estimator.fit(columnsAt(denseRows(filled, rows), neighbors), y);
  }
}

function largestOf({ data }: Dense): number {
  let largest = 0;
  for (const value of data) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}

/** Of a row: the sum of what changed in it. */
function largestChange({ rows, columns, data }: Dense, before: Float64Array): number {
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let index = row * columns; index < (row + 1) * columns; index++)
      sum += Math.abs(data[index]! - before[index]!);
    if (sum > largest) largest = sum;
  }
  return largest;
}
