import type { Dense } from '../matrix.ts';

/** The class that most of the functions of all pairs speak for, the first of equals. */
export function voteOf(scores: Float64Array, k: number): number {
  const votes = new Int32Array(k);
  for (let first = 0, pair = 0; first < k; first++) {
    for (let second = first + 1; second < k; second++, pair++)
      votes[scores[pair]! > 0 ? first : second]! += 1;
  }
  return votes.indexOf(Math.max(...votes));
}

/**
 * Scores of pairs as one for each class: its votes, and less than one half for how sure they are, which tells equals apart, as
 * scikit-learn's `_ovr_decision_function`.
 */
export function compareWithRest({ rows, columns, data }: Dense, k: number): Dense {
  const out = new Float64Array(rows * k);
  const sure = new Float64Array(k);
  for (let row = 0; row < rows; row++) {
    sure.fill(0);
    const own = out.subarray(row * k, (row + 1) * k);
    for (let first = 0, pair = row * columns; first < k; first++) {
      for (let second = first + 1; second < k; second++, pair++) {
        const score = data[pair]!;
        sure[first]! += score;
        sure[second]! -= score;
        own[score < 0 ? second : first]! += 1;
      }
    }
    for (let code = 0; code < k; code++) own[code]! += sure[code]! / (3 * (Math.abs(sure[code]!) + 1));
  }
  return { rows, columns: k, data: out };
}
