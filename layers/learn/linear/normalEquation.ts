import type { Dense } from '../matrix.ts';
import { type Cholesky, choleskyOf, solveCholesky } from './cholesky.ts';
import { dot } from './dot.ts';
import { LinearLossSums } from './LinearLossSums.ts';

/** More corrections than this never come: each takes off at least as many digits as the one before. */
const mostCorrections = 4;

/**
 * Least squares by X'X w = X'y and Cholesky. Where columns depend on others, as one-hot columns do, the solution of least
 * norm: those columns get no weight at first, and then what lies along the dependencies is taken off.
 *
 * @param gram the lower triangle of X'X, for X less `centre`
 * @param moment X'y, where it is known
 * @returns undefined when columns depend on each other so nearly that the data itself must be decomposed
 */
export function solveNormalEquation(
  X: Dense,
  y: Float64Array,
  gram: readonly Float64Array[],
  centre: Float64Array = new Float64Array(X.columns),
  moment?: Float64Array,
): Float64Array | undefined {
  const Z = { ...X, centre };
  if (!gram.every((products, column) => Number.isFinite(products[column]!))) return undefined;
  const factor = choleskyOf(gram);
  const basic = solveOn(Z, y, gram, factor, moment);
  if (!basic) return undefined;
  const weights = spread(factor, basic, X.columns);
  const dependencies: Float64Array[] = [];
  for (const column of factor.dependent) {
    // Of a column of zeros there is nothing to share.
    if (gram[column]![column] === 0) continue;
    const dependency = dependencyOf(Z, column, gram, factor);
    if (!dependency) return undefined;
    dependencies.push(dependency);
  }
  return dependencies.length === 0 ? weights : withoutPart(weights, dependencies);
}

/** Rows less `centre`. */
interface Centred extends Dense {
  readonly centre: Float64Array;
}

/**
 * Weights of the independent columns. Squaring the data loses half of the digits; corrections with the residual of the
 * data itself win them back (Björck, 1987, "Stability analysis of the method of seminormal equations").
 */
function solveOn(
  X: Centred,
  y: Float64Array,
  gram: readonly Float64Array[],
  factor: Cholesky,
  moment?: Float64Array,
): Float64Array | undefined {
  const independent = Int32Array.from(factor.independent);
  const weights = new Float64Array(independent.length);
  const lengths = Float64Array.from(independent, (column) => Math.sqrt(gram[column]![column]!));
  // Weights count by what they move: the length of their column.
  const size = (of: Float64Array) =>
    of.reduce((most, one, index) => Math.max(most, Math.abs(one) * lengths[index]!), 0);
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= mostCorrections; round++) {
    const rest =
      round === 0 && moment
        ? Float64Array.from(independent, (column) => moment[column]!)
        : residualOf(X, y, independent, weights).moment;
    const correction = solveCholesky(factor, rest);
    const now = size(correction);
    for (let index = 0; index < weights.length; index++) weights[index]! += correction[index]!;
    // What the next correction would be, as each shrinks as the one before did.
    if (round > 0 && now * (now / before) <= Number.EPSILON * size(weights)) return weights;
    if (now === 0) return weights;
    before = now;
  }
  return undefined;
}

/** The combination of columns that is zero: a dependent column less its share of the others. Undefined when it is not. */
function dependencyOf(
  X: Centred,
  column: number,
  gram: readonly Float64Array[],
  factor: Cholesky,
): Float64Array | undefined {
  const middle = X.centre[column]!;
  const target = Float64Array.from(
    { length: X.rows },
    (_, row) => X.data[row * X.columns + column]! - middle,
  );
  const shares = solveOn(X, target, gram, factor);
  if (!shares) return undefined;
  const independent = Int32Array.from(factor.independent);
  // As scipy.linalg.lstsq decides by singular values.
  const zero = Number.EPSILON * Math.max(X.rows, X.columns) * Math.sqrt(gram[column]![column]!);
  if (!(Math.sqrt(residualOf(X, target, independent, shares).square) <= zero)) return undefined;
  const dependency = spread(
    factor,
    shares.map((share) => -share),
    X.columns,
  );
  dependency[column] = 1;
  return dependency;
}

/** Weights less their projection on the dependencies. */
function withoutPart(weights: Float64Array, dependencies: readonly Float64Array[]): Float64Array | undefined {
  const products = dependencies.map((one, i) =>
    Float64Array.from(dependencies.slice(0, i + 1), (other) => dot(one, other)),
  );
  const factor = choleskyOf(products);
  if (factor.dependent.length > 0) return undefined;
  const shares = solveCholesky(
    factor,
    Float64Array.from(dependencies, (one) => dot(one, weights)),
  );
  return weights.map((weight, column) =>
    dependencies.reduce((rest, one, index) => rest - shares[index]! * one[column]!, weight),
  );
}

function spread({ independent }: Cholesky, weights: Float64Array, columns: number): Float64Array {
  const all = new Float64Array(columns);
  for (const [index, column] of independent.entries()) all[column] = weights[index]!;
  return all;
}

/** X'(y - Xw) and |y - Xw|², in one pass. */
function residualOf(X: Centred, y: Float64Array, used: Int32Array, weights: Float64Array) {
  const [solution, gradient] = [new Float64Array(X.columns + 1), new Float64Array(X.columns + 1)];
  for (const [place, column] of used.entries()) solution[column] = weights[place]!;
  const half = new LinearLossSums('squared', { X, targets: y, weights: undefined }, X.centre).sum(
    solution,
    gradient,
  );
  return { moment: Float64Array.from(used, (column) => -gradient[column]!), square: 2 * half };
}
