import type { LabelledRows } from './LogLoss.ts';

/**
 * Adds up Σ w log loss and its gradient of two classes.
 *
 * @param centre taken off each row
 * @param solution p weights and an intercept
 */
export function addBinaryLoss(
  { X, codes, weights }: LabelledRows,
  centre: Float64Array,
  solution: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns, data } = X;
  const z = new Float64Array(columns);
  const intercept = solution[columns]!;
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let score = intercept;
    for (let column = 0; column < columns; column++) {
      const value = data[start + column]! - centre[column]!;
      z[column] = value;
      score += value * solution[column]!;
    }
    const e = Math.exp(-Math.abs(score));
    const larger = 1 / (1 + e);
    const label = codes[row]!;
    const weight = weights ? weights[row]! : 1;
    loss += weight * (Math.log1p(e) + Math.max(score, 0) - label * score);
    const residual = weight * ((score >= 0 ? larger : e * larger) - label);
    for (let column = 0; column < columns; column++) gradient[column]! += residual * z[column]!;
    gradient[columns]! += residual;
  }
  return loss;
}

/** The same of more classes, a row of weights for each. */
export function addSoftmaxLoss(
  { X, codes, classes, weights }: LabelledRows,
  centre: Float64Array,
  solution: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns, data } = X;
  const width = columns + 1;
  const z = new Float64Array(columns);
  const scores = new Float64Array(classes);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) z[column] = data[start + column]! - centre[column]!;
    let most = Number.NEGATIVE_INFINITY;
    for (let code = 0; code < classes; code++) {
      const offset = code * width;
      let score = solution[offset + columns]!;
      for (let column = 0; column < columns; column++) score += z[column]! * solution[offset + column]!;
      scores[code] = score;
      if (!(score <= most)) most = score;
    }
    const weight = weights ? weights[row]! : 1;
    const label = codes[row]!;
    const own = scores[label]!;
    let sum = 0;
    for (let code = 0; code < classes; code++) {
      scores[code] = Math.exp(scores[code]! - most);
      sum += scores[code]!;
    }
    loss += weight * (Math.log(sum) + most - own);
    for (let code = 0; code < classes; code++) {
      const residual = weight * (scores[code]! / sum - Number(code === label));
      const offset = code * width;
      for (let column = 0; column < columns; column++) gradient[offset + column]! += residual * z[column]!;
      gradient[offset + columns]! += residual;
    }
  }
  return loss;
}
