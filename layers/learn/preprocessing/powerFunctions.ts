/** A family of monotone functions with a parameter lambda, and back. */
interface PowerFunction {
  readonly forward: (x: number, lambda: number) => number;
  /** NaN where no number gives y. */
  readonly backward: (y: number, lambda: number) => number;
}

export type PowerMethod = 'yeo-johnson' | 'box-cox';

export const powerFunctions: Readonly<Record<PowerMethod, PowerFunction>> = {
  // Box and Cox, 1964: of numbers above 0.
  'box-cox': {
    forward: (x, lambda) => powerOf(Math.log(x), lambda),
    backward: (y, lambda) => Math.exp(rootOf(y, lambda)),
  },
  // Yeo and Johnson, 2000: of all numbers; those below 0 have the mirrored parameter.
  'yeo-johnson': {
    forward: (x, lambda) => (x >= 0 ? powerOf(Math.log1p(x), lambda) : -powerOf(Math.log1p(-x), 2 - lambda)),
    backward: (y, lambda) => (y >= 0 ? Math.expm1(rootOf(y, lambda)) : -Math.expm1(rootOf(-y, 2 - lambda))),
  },
};

/** (x ** lambda - 1) / lambda of the logarithm of x, without cancellation; its limit is the logarithm. */
export function powerOf(logarithm: number, lambda: number): number {
  return Math.abs(lambda) < Number.EPSILON ? logarithm : Math.expm1(lambda * logarithm) / lambda;
}

/** The logarithm of which `powerOf` gives y. */
function rootOf(y: number, lambda: number): number {
  return Math.abs(lambda) < Number.EPSILON ? y : Math.log1p(lambda * y) / lambda;
}
