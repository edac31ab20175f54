import type { ClassificationModel } from '../estimator.ts';
import { softmax } from '../linear/softmax.ts';
import type { Dense } from '../matrix.ts';
import { areProbabilities, type ClassScores } from './uncalibratedScores.ts';

/** Probabilities of all classes at once: softmax(β × logits). */
export interface Temperature {
  /** The inverse of the temperature. */
  readonly beta: number;
}

/**
 * A logit for each class: its decision, of two classes with either sign, or the logarithm of its probability.
 *
 * @param all scores of every class, of two classes of the second alone
 */
export function logitsOf(model: ClassificationModel, all: readonly ClassScores[], k: number): Dense {
  const isLogarithm = areProbabilities(model);
  // As scikit-learn, so that 0 has a logarithm.
  const logit = (score: number) => (isLogarithm ? Math.log(score + 1e-12) : score);
  const rows = all[0]?.scores.length ?? 0;
  const data = new Float64Array(rows * k);
  for (const { code, scores } of all) {
    for (const [row, score] of scores.entries()) {
      data[row * k + code] = logit(score);
      if (k === 2) data[2 * row] = logit(isLogarithm ? 1 - score : -score);
    }
  }
  return { rows, columns: k, data };
}

export function soften({ rows, columns, data }: Dense, { beta }: Temperature): Float64Array {
  const out = data.map((logit) => beta * logit);
  for (let row = 0; row < rows; row++) softmax(out.subarray(row * columns, (row + 1) * columns));
  return out;
}
