import type { Random } from '../random.ts';
import type { Steps } from '../steps.ts';
import type { Residual } from './residual.ts';

interface DescentOptions {
  /** Strengths of the penalty l1 |w|₁ + l2 |w|² / 2 beside |y - Xw|² / 2. */
  readonly l1: number;
  readonly l2: number;
  readonly maxIter: number;
  readonly tol: number;
  readonly positive: boolean;
  /** Chooses the weight each time; they take turns without it. */
  readonly random: Random | undefined;
}

/** Each weight in turn takes the value that is best for it, until the duality gap says that no more than tol |y|² can be won. */
export function* descend(
  residual: Residual,
  options: DescentOptions,
): Steps<{ coef: Float64Array; nIter: number }> {
  const { l1, l2, maxIter, tol, positive, random } = options;
  const { squares, total } = residual;
  const width = squares.length;
  const coef = new Float64Array(width);
  let nIter = 0;
  while (nIter < maxIter) {
    nIter++;
    let [largest, changed] = [0, 0];
    for (let turn = 0; turn < width; turn++) {
      const column = random ? Math.floor(random() * width) : turn;
      const curvature = squares[column]!;
      if (curvature === 0) continue;
      const before = coef[column]!;
      const pull = residual.slope(column) + curvature * before;
      const beyond = Math.abs(pull) - l1;
      const now = beyond <= 0 || (positive && pull < 0) ? 0 : (Math.sign(pull) * beyond) / (curvature + l2);
      if (now !== before) residual.move(column, now - before);
      coef[column] = now;
      changed = Math.max(changed, Math.abs(now - before));
      largest = Math.max(largest, Math.abs(now));
    }
    // The gap costs a round itself.
    if (changed <= tol * largest || nIter === maxIter) {
      const gap = gapOf(residual, coef, options);
      yield { done: nIter, total: maxIter, loss: gap };
      if (gap <= tol * total) break;
    } else yield { done: nIter, total: maxIter };
  }
  return { coef, nIter };
}

/**
 * How far at most the objective is above its minimum, by Fenchel's dual of the rows with √l2 I below them: the largest multiple
 * of the residual that is feasible. Without an L1 penalty, the conjugate of the L2 penalty bounds it; without any, |X'r|² is what must vanish.
 */
function gapOf(residual: Residual, coef: Float64Array, { l1, l2, positive }: DescentOptions): number {
  const { square, withTarget } = residual.products(coef);
  let [steepest, slopes, absolute, norm] = [0, 0, 0, 0];
  for (const [column, weight] of coef.entries()) {
    const slope = residual.slope(column);
    const rest = slope - l2 * weight;
    steepest = Math.max(steepest, positive ? rest : Math.abs(rest));
    slopes += slope * slope;
    absolute += Math.abs(weight);
    norm += weight * weight;
  }
  if (l1 === 0) return l2 === 0 ? slopes : square + (l2 * norm) / 2 - withTarget + slopes / (2 * l2);
  const share = steepest > l1 ? l1 / steepest : 1;
  return ((1 + share * share) * (square + l2 * norm)) / 2 + l1 * absolute - share * withTarget;
}
