import { checkLength, checkSize, checkTraining, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { columnMoments, moments } from '../moments.ts';
import { crossProducts } from './crossProducts.ts';
import { gramOf } from './gram.ts';

/** What every least-squares estimator solves: the data centred, so that it needs no intercept. */
export interface LeastSquares {
  /** Rows as they were given; weighted ones are centred, times the root of their weight. */
  readonly X: Dense;
  /** What is still to be taken off each row of X. */
  readonly centre: Float64Array;
  /** The target centred, times the root of the weight. */
  readonly y: Float64Array;
  /** |y|². */
  readonly total: number;
  /** The lower triangle of Z'Z, for Z = X less `centre`. A constant column is exactly 0. */
  readonly gram: readonly Float64Array[];
  /** Z'y. */
  readonly moment: Float64Array;
  /** Rows, each as often as its weight says. */
  readonly size: number;
  /** 1 for each column that is constant, which has no weight to find. */
  readonly constant: Uint8Array;
  /** @throws InvalidInput when the weights or the intercept that belongs to them are not finite */
  interceptOf(coef: Float64Array): number;
}

/** @throws InvalidInput for data that nothing can be learned from */
export function leastSquares(
  features: Features,
  targets: ArrayLike<number>,
  sampleWeight: ArrayLike<number> | undefined,
  fitIntercept: boolean,
): LeastSquares {
  const X = toDense(features);
  checkSize(X);
  checkLength(X, targets.length);
  const y = targets instanceof Float64Array ? targets : Float64Array.from(targets);
  const weights = weightsOf(sampleWeight, X.rows);
  if (!weights && X.columns <= X.rows && !isMostlyZero(X)) return inOnePass(X, y, fitIntercept);
  checkTraining(X, y);
  return centred(X, y, weights, fitIntercept);
}

/** Σ x x' in a single look at the data: nothing of its size is copied. */
function inOnePass(X: Dense, y: Float64Array, fitIntercept: boolean): LeastSquares {
  const { means, mean, gram, moment, total, constant } = crossProducts(X, y, fitIntercept);
  // Sums tell of every number that is not finite.
  if (![mean, ...moment, ...gram.map((products, column) => products[column])].every(Number.isFinite))
    checkTraining(X, y);
  let centredTarget: Float64Array | undefined;
  return {
    X,
    centre: means,
    // Not every estimator looks at it.
    get y() {
      centredTarget ??= y.map((value) => value - mean);
      return centredTarget;
    },
    total,
    gram,
    moment,
    size: X.rows,
    constant,
    interceptOf: interceptOf(means, mean),
  };
}

/** For weighted rows, for columns that are mostly zero, which gramOf skips, and for wide data, whose products few ask for. */
function centred(
  X: Dense,
  targets: Float64Array,
  weights: Float64Array | undefined,
  fitIntercept: boolean,
): LeastSquares {
  const { rows, columns } = X;
  const { means, deviations } = columnMoments(X, weights);
  const centre = fitIntercept ? means : new Float64Array(columns);
  const mean = fitIntercept ? moments(targets, weights).mean : 0;
  const constant = Uint8Array.from(deviations, (deviation) => Number(fitIntercept && deviation === 0));
  const y = new Float64Array(rows);
  const Z = { rows, columns, data: new Float64Array(rows * columns) };
  for (let row = 0; row < rows; row++) {
    const root = weights ? Math.sqrt(weights[row]!) : 1;
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      if (constant[column] === 1) continue;
      Z.data[start + column] = root * (X.data[start + column]! - centre[column]!);
    }
    y[row] = root * (targets[row]! - mean);
  }
  const none = new Float64Array(columns);
  let gram: Float64Array[] | undefined;
  return {
    X: Z,
    centre: none,
    y,
    total: y.reduce((sum, value) => sum + value * value, 0),
    get gram() {
      gram ??= weights ? gramOf(Z, Z, none) : gramOf(X, Z, centre);
      return gram;
    },
    moment: momentOf(Z, y),
    size: weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows,
    constant,
    interceptOf: interceptOf(centre, mean),
  };
}

/** Z itself, for what must decompose the data. */
export function centredCopy({ X, centre, constant }: LeastSquares): Dense {
  const { rows, columns } = X;
  const data = X.data.slice();
  for (let index = 0; index < data.length; index++) {
    const column = index % columns;
    data[index] = constant[column] === 1 ? 0 : data[index]! - centre[column]!;
  }
  return { rows, columns, data };
}

function interceptOf(means: Float64Array, mean: number) {
  return (coef: Float64Array): number => {
    const intercept = coef.reduce((rest, weight, column) => rest - weight * means[column]!, mean);
    if (coef.every(Number.isFinite) && Number.isFinite(intercept)) return intercept;
    throw new InvalidInput(
      'the weights are not finite: look for huge values in the features or the target, or scale them',
    );
  };
}

function momentOf({ rows, columns, data }: Dense, y: Float64Array): Float64Array {
  const moment = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const value = y[row]!;
    for (let column = 0; column < columns; column++) moment[column]! += value * data[row * columns + column]!;
  }
  return moment;
}

/** Rows that are looked at to judge how the data is. */
const sampled = 1000;

/** Whether half of the cells or more are zero, as a sample of rows spread over the data tells. */
function isMostlyZero({ rows, columns, data }: Dense): boolean {
  const step = Math.ceil(rows / sampled);
  let [cells, zeros] = [0, 0];
  for (let row = 0; row < rows; row += step) {
    for (let column = 0; column < columns; column++) if (data[row * columns + column] === 0) zeros++;
    cells += columns;
  }
  return 2 * zeros >= cells;
}
