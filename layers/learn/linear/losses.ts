/** A loss of a score, given the target: ±1 for a class, a number for a regression. */
export interface Loss {
  value(score: number, target: number): number;
  /** By the score. */
  slope(score: number, target: number): number;
}

const { abs, exp, log1p, max, sign } = Math;

/** Hinge loss with its corner at the given margin. */
const hinge = (margin: number): Loss => ({
  value: (score, target) => max(0, margin - score * target),
  slope: (score, target) => (score * target <= margin ? -target : 0),
});

/** Losses of classes, by the margin m = score × target. */
export const marginLosses = {
  hinge: hinge(1),
  perceptron: hinge(0),
  squared_hinge: {
    value: (score, target) => max(0, 1 - score * target) ** 2,
    slope: (score, target) => -2 * target * max(0, 1 - score * target),
  },
  log_loss: {
    value: (score, target) => log1p(exp(-abs(score * target))) + max(0, -score * target),
    slope: (score, target) => -target / (1 + exp(score * target)),
  },
  /** Quadratic near the margin and linear far on the wrong side (Zhang, 2004). */
  modified_huber: {
    value: (score, target) => {
      const margin = score * target;
      return margin >= -1 ? max(0, 1 - margin) ** 2 : -4 * margin;
    },
    slope: (score, target) => {
      const margin = score * target;
      return margin >= -1 ? -2 * target * max(0, 1 - margin) : -4 * target;
    },
  },
} satisfies Record<string, Loss>;

/** Losses of numbers, by how far off the score is. */
export const distanceLosses = {
  squared_error: () => ({
    value: (score, target) => (score - target) ** 2 / 2,
    slope: (score, target) => score - target,
  }),
  /** Linear beyond epsilon (Huber, 1964). */
  huber: (epsilon) => ({
    value: (score, target) => {
      const off = abs(score - target);
      return off <= epsilon ? off ** 2 / 2 : epsilon * (off - epsilon / 2);
    },
    slope: (score, target) => max(-epsilon, Math.min(epsilon, score - target)),
  }),
  /** Nothing within epsilon. */
  epsilon_insensitive: (epsilon) => ({
    value: (score, target) => max(0, abs(score - target) - epsilon),
    slope: (score, target) => (abs(score - target) > epsilon ? sign(score - target) : 0),
  }),
  squared_epsilon_insensitive: (epsilon) => ({
    value: (score, target) => max(0, abs(score - target) - epsilon) ** 2,
    slope: (score, target) => 2 * sign(score - target) * max(0, abs(score - target) - epsilon),
  }),
} satisfies Record<string, (epsilon: number) => Loss>;
