import { sigmoid } from '../linear/sigmoid.ts';

/** The probability 1 / (1 + exp(a score + b)). */
export interface SigmoidCalibration {
  readonly a: number;
  readonly b: number;
}

const mostRounds = 100;

/**
 * Platt's scaling: the sigmoid of least log loss against targets that are drawn from 0 and 1 a little towards each other, so that
 * no score is taken for certain (Platt, 1999, "Probabilistic outputs for support vector machines"); by Newton's method with
 * backtracking (Lin, Lin and Weng, 2007, "A note on Platt's probabilistic outputs for support vector machines").
 *
 * @param isPositive whether each score is of a row that the probability is to be of
 * @param weights of the rows; 1 by default
 */
export function fitSigmoid(
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  weights?: Float64Array,
): SigmoidCalibration {
  // The size of the scores must not matter; only the smallest are taken as they are, for which a would be too large for a number.
  const scale = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 1e-280);
  const data = targetsOf(scores, scale, isPositive, weights);
  let [a, b] = [0, Math.log((data.negatives + 1) / (data.positives + 1))];
  let loss = lossOf(data, a, b);
  for (let round = 0; round < mostRounds; round++) {
    const { first, second, curvature, mixed, plain } = slopesOf(data, a, b);
    const determinant = curvature * plain - mixed * mixed;
    const stepA = (mixed * second - plain * first) / determinant;
    const stepB = (mixed * first - curvature * second) / determinant;
    const descent = first * stepA + second * stepB;
    let part = 1;
    let next = loss;
    for (; part > 1e-10; part /= 2) {
      next = lossOf(data, a + part * stepA, b + part * stepB);
      if (next < loss + 1e-4 * part * descent) break;
    }
    if (part <= 1e-10) break;
    a += part * stepA;
    b += part * stepB;
    loss = next;
  }
  return { a: a / scale, b };
}

interface Targets {
  readonly scores: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

function targetsOf(
  scores: Float64Array,
  scale: number,
  isPositive: (row: number) => boolean,
  weights: Float64Array = new Float64Array(scores.length).fill(1),
): Targets {
  let [positives, negatives] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    if (isPositive(row)) positives += weight;
    else negatives += weight;
  }
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (negatives + 2)];
  const targets = scores.map((_, row) => (isPositive(row) ? high : low));
  return { scores: scores.map((score) => score / scale), targets, weights, positives, negatives };
}

/** -Σ w (t ln p + (1 - t) ln(1 - p)), of which neither logarithm overflows. */
function lossOf({ scores, targets, weights }: Targets, a: number, b: number): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const z = a * scores[row]! + b;
    const target = z >= 0 ? targets[row]! : targets[row]! - 1;
    loss += weights[row]! * (target * z + Math.log1p(Math.exp(-Math.abs(z))));
  }
  return loss;
}

function slopesOf({ scores, targets, weights }: Targets, a: number, b: number) {
  let [first, second, curvature, mixed, plain] = [0, 0, 0, 0, 0];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    const p = sigmoid(-(a * score + b));
    const slope = weights[row]! * (targets[row]! - p);
    const bend = weights[row]! * p * (1 - p);
    first += slope * score;
    second += slope;
    curvature += bend * score * score;
    mixed += bend * score;
    plain += bend;
  }
  // Scores that are all the same leave a open.
  const ridge = 1e-12 * (curvature + plain) + Number.MIN_VALUE;
  return { first, second, curvature: curvature + ridge, mixed, plain: plain + ridge };
}
