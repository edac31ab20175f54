import { permutation, seededRandom } from '../random.ts';
import type { Steps } from '../steps.ts';
import type { LogLoss } from './LogLoss.ts';
import { sigmoid } from './sigmoid.ts';
import { softmax } from './softmax.ts';

interface Solution {
  readonly weights: Float64Array;
  readonly nIter: number;
}

/**
 * Nesterov's accelerated descent over all rows, by steps of 1 / L, restarted where it turns uphill (O'Donoghue and Candès,
 * 2015, "Adaptive restart for accelerated gradient schemes"); an L1 penalty is a proximal step (Beck and Teboulle, 2009).
 */
export function* acceleratedDescent(
  loss: LogLoss,
  { maxIter, tol }: { maxIter: number; tol: number },
): Steps<Solution> {
  const step = 1 / loss.largestCurvature();
  let weights = new Float64Array(loss.size);
  let ahead = weights;
  let momentum = 1;
  const gradient = new Float64Array(loss.size);
  for (let iteration = 1; iteration <= maxIter; iteration++) {
    const value = loss.evaluate(ahead, gradient);
    const next = ahead.map((weight, index) => weight - step * gradient[index]!);
    shrink(next, loss.l1, step);
    yield { done: iteration, total: maxIter, loss: value };
    let [longest, uphill] = [0, 0];
    for (let index = 0; index < next.length; index++) {
      const moved = ahead[index]! - next[index]!;
      longest = Math.max(longest, Math.abs(moved));
      uphill += moved * (next[index]! - weights[index]!);
    }
    if (longest < step * tol) return { weights: next, nIter: iteration };
    const grown = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = uphill > 0 ? 0 : (momentum - 1) / grown;
    ahead = next.map((weight, index) => weight + share * (weight - weights[index]!));
    weights = next;
    momentum = grown;
  }
  return { weights, nIter: maxIter };
}

/** Steps until they are shorter by a factor of √2. */
const slowStart = 100;

/**
 * Descent by a few shuffled rows a step, which shrinks as 1 / sqrt(steps taken). The weights are averaged (Polyak and Ruppert)
 * over the last half of the epochs, anew after 1, 2, 4, 8 … of them; there the gradient over all rows is looked at.
 */
export function* stochasticDescent(
  loss: LogLoss,
  options: { maxIter: number; tol: number; learningRate: number; batchSize: number; seed: number },
): Steps<Solution> {
  const { maxIter, tol, learningRate, batchSize, seed } = options;
  const { rows } = loss.data.X;
  const random = seededRandom(seed);
  // A row's curvature is at most a quarter of its squared length, which is p + 1 on average, constant features apart.
  const squares = 1 + loss.conditioning.inverse.filter((scale) => scale > 0).length;
  const first = Math.min(learningRate, 1 / (squares / 4 + Math.max(...loss.l2)));
  const weights = new Float64Array(loss.size);
  const mean = new Float64Array(loss.size);
  const gradient = new Float64Array(loss.size);
  const gradientOf = batchGradient(loss);
  let [steps, epoch, averaged] = [0, 1, 0];
  for (let until = 1; epoch <= maxIter; epoch++) {
    const order = permutation(rows, random);
    for (let start = 0; start < rows; start += batchSize, steps++) {
      const rate = first / Math.sqrt(1 + steps / slowStart);
      gradientOf(order.subarray(start, start + batchSize), weights, gradient);
      averaged++;
      for (let index = 0; index < weights.length; index++) weights[index]! -= rate * gradient[index]!;
      shrink(weights, loss.l1, rate);
      for (let index = 0; index < weights.length; index++)
        mean[index]! += (weights[index]! - mean[index]!) / averaged;
    }
    if (epoch < until || epoch === maxIter) {
      yield { done: epoch, total: maxIter };
      continue;
    }
    yield { done: epoch, total: maxIter, loss: loss.evaluate(mean, gradient) };
    if (gradient.every((one, index) => Math.abs(one) < tol + loss.l1[index]!)) break;
    // The last stretch is at least as long as half of the epochs that there may be.
    until = 4 * epoch > maxIter ? maxIter : 2 * epoch;
    averaged = 0;
  }
  return { weights: mean, nIter: Math.min(epoch, maxIter) };
}

/** The proximal step of an L1 penalty: every weight comes nearer to 0, and not past it. */
function shrink(weights: Float64Array, l1: Float64Array, rate: number): void {
  for (let index = 0; index < weights.length; index++) {
    const by = rate * l1[index]!;
    if (by > 0) weights[index] = Math.sign(weights[index]!) * Math.max(0, Math.abs(weights[index]!) - by);
  }
}

/** Gradient of the loss as some rows show it. */
function batchGradient(loss: LogLoss) {
  const { data, outputs, l2 } = loss;
  const { X, codes, weights: importance } = data;
  const width = X.columns + 1;
  const z = new Float64Array(width);
  const residuals = new Float64Array(outputs);
  return (rows: Int32Array, weights: Float64Array, out: Float64Array): void => {
    out.fill(0);
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      loss.writeRow(row, z);
      for (let output = 0; output < outputs; output++) {
        let score = 0;
        for (let column = 0; column < width; column++)
          score += z[column]! * weights[output * width + column]!;
        residuals[output] = score;
      }
      becomeResiduals(residuals, codes[row]!);
      const times = importance ? (importance[row]! * X.rows) / loss.total : 1;
      for (let output = 0; output < outputs; output++) {
        const residual = (residuals[output]! * times) / rows.length;
        for (let column = 0; column < width; column++) out[output * width + column]! += residual * z[column]!;
      }
    }
    for (let index = 0; index < out.length; index++) out[index]! += l2[index]! * weights[index]!;
  };
}

/** Scores become probabilities, less 1 for the row's own class. */
function becomeResiduals(scores: Float64Array, code: number): void {
  if (scores.length === 1) {
    scores[0] = sigmoid(scores[0]!) - code;
    return;
  }
  softmax(scores);
  scores[code]! -= 1;
}
