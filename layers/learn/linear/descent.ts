import type { Dense } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { sigmoid } from './sigmoid.ts';

/** Mean log loss of rows Z (n × p) with classes y, plus a penalty on each of the p weights. */
export interface LogLoss {
  readonly Z: Dense;
  readonly y: Float64Array;
  readonly penalty: Float64Array;
}

/**
 * Nesterov's accelerated descent over all rows, by steps of 1 / L, restarted where it turns uphill
 * (O'Donoghue and Candès, 2015, "Adaptive restart for accelerated gradient schemes").
 */
export function acceleratedDescent(
  loss: LogLoss,
  { maxIter, tol }: { maxIter: number; tol: number },
): Float64Array {
  const { Z, penalty } = loss;
  const rows = Int32Array.from({ length: Z.rows }, (_, row) => row);
  const step = 1 / (largestCurvature(Z) + Math.max(...penalty));
  let weights = new Float64Array(Z.columns);
  let ahead = weights;
  let momentum = 1;
  const gradient = new Float64Array(Z.columns);
  for (let iteration = 0; iteration < maxIter; iteration++) {
    writeGradient(loss, rows, ahead, gradient);
    if (gradient.every((one) => Math.abs(one) < tol)) return ahead;
    const next = ahead.map((weight, index) => weight - step * gradient[index]!);
    const turned = gradient.reduce((sum, one, index) => sum + one * (next[index]! - weights[index]!), 0) > 0;
    const grown = turned ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = turned ? 0 : (momentum - 1) / grown;
    ahead = next.map((weight, index) => weight + share * (weight - weights[index]!));
    weights = next;
    momentum = grown;
  }
  return weights;
}

/** Steps until they are shorter by a factor of √2. */
const slowStart = 100;

/**
 * Descent by a few shuffled rows a step, which shrinks as 1 / sqrt(steps taken). The weights are averaged (Polyak and Ruppert)
 * over the last half of the epochs, anew after 1, 2, 4, 8 … of them; there the gradient over all rows is looked at.
 */
export function stochasticDescent(
  loss: LogLoss,
  options: { maxIter: number; tol: number; learningRate: number; batchSize: number; seed: number },
): Float64Array {
  const { Z, penalty } = loss;
  const { maxIter, tol, learningRate, batchSize, seed } = options;
  const random = seededRandom(seed);
  // A row's curvature is at most a quarter of its squared length, which is Z.columns on average.
  const first = Math.min(learningRate, 1 / (Z.columns / 4 + Math.max(...penalty)));
  const weights = new Float64Array(Z.columns);
  const mean = new Float64Array(Z.columns);
  const gradient = new Float64Array(Z.columns);
  let steps = 0;
  for (let epoch = 1, averaged = 0, until = 1; epoch <= maxIter; epoch++) {
    const order = permutation(Z.rows, random);
    for (let start = 0; start < Z.rows; start += batchSize, steps++) {
      const rate = first / Math.sqrt(1 + steps / slowStart);
      writeGradient(loss, order.subarray(start, start + batchSize), weights, gradient);
      averaged++;
      for (let index = 0; index < weights.length; index++) {
        weights[index]! -= rate * gradient[index]!;
        mean[index]! += (weights[index]! - mean[index]!) / averaged;
      }
    }
    if (epoch < until || epoch === maxIter) continue;
    writeGradient(loss, order, mean, gradient);
    if (gradient.every((one) => Math.abs(one) < tol)) break;
    // The last stretch is at least as long as half of the epochs that there may be.
    until = 4 * epoch > maxIter ? maxIter : 2 * epoch;
    averaged = 0;
  }
  return mean;
}

/** Gradient of the penalized mean log loss over some rows. */
function writeGradient(
  { Z, y, penalty }: LogLoss,
  rows: Int32Array,
  weights: Float64Array,
  out: Float64Array,
): void {
  const { columns, data } = Z;
  out.fill(0);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const offset = row * columns;
    let z = 0;
    for (let column = 0; column < columns; column++) z += data[offset + column]! * weights[column]!;
    const residual = sigmoid(z) - y[row]!;
    for (let column = 0; column < columns; column++) out[column]! += residual * data[offset + column]!;
  }
  for (let column = 0; column < columns; column++)
    out[column] = out[column]! / rows.length + penalty[column]! * weights[column]!;
}

/** Upper bound of the loss's curvature: a quarter of the largest eigenvalue of Z'Z / n, by power iteration. */
function largestCurvature({ rows, columns, data }: Dense): number {
  // A start that no data is at right angles to, as it is to all ones when columns mirror each other.
  let vector = Float64Array.from({ length: columns }, seededRandom(1));
  let eigenvalue = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    const product = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      const offset = row * columns;
      let dot = 0;
      for (let column = 0; column < columns; column++) dot += data[offset + column]! * vector[column]!;
      for (let column = 0; column < columns; column++) product[column]! += dot * data[offset + column]!;
    }
    const norm = Math.hypot(...product) || 1;
    eigenvalue = norm / (rows * (Math.hypot(...vector) || 1));
    vector = product.map((one) => one / norm);
  }
  // Power iteration comes from below.
  return 0.25 * eigenvalue * 1.05;
}
