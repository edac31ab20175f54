import { InvalidInput } from '../errors.ts';
import type { Dense } from '../matrix.ts';
import { anyOf, atLeast, type Check, finite, flag, nonNegative, oneOf, positive } from '../parameters.ts';
import type { KernelName } from './kernelFunction.ts';

/** What support vector machines have in common. */
export interface SupportVectorOptions {
  /** @default 'rbf' */
  readonly kernel?: KernelName;
  /** Inverse strength of the penalty, which is |w|². @default 1 */
  readonly C?: number;
  /** Of rbf, poly and sigmoid: 'scale' is 1 / (p × variance of all numbers), 'auto' 1 / p. @default 'scale' */
  readonly gamma?: 'scale' | 'auto' | number;
  /** Of poly. @default 3 */
  readonly degree?: number;
  /** Constant term of poly and sigmoid. @default 0 */
  readonly coef0?: number;
  /** Ends when the conditions of optimality are broken by no more. @default 1e-3 */
  readonly tol?: number;
  /** Whether to leave variables aside that seem to stay at their bounds. @default true */
  readonly shrinking?: boolean;
  /** Memory for rows of the kernel, in MiB. @default 200 */
  readonly cacheSize?: number;
  /** Largest number of steps; -1 for LIBSVM's limit (scikit-learn has none), 10 million, or 100 a row where that is more. @default -1 */
  readonly maxIter?: number;
}

export const supportVectorChecks = {
  kernel: oneOf('linear', 'rbf', 'poly', 'sigmoid'),
  C: positive,
  gamma: anyOf(oneOf('scale', 'auto'), nonNegative),
  degree: atLeast(0),
  coef0: finite,
  tol: positive,
  shrinking: flag,
  cacheSize: positive,
  maxIter: anyOf(oneOf(-1), atLeast(0)),
} satisfies Record<keyof SupportVectorOptions, Check>;

export const supportVectorDefaults = {
  kernel: 'rbf',
  C: 1,
  gamma: 'scale',
  degree: 3,
  coef0: 0,
  tol: 1e-3,
  shrinking: true,
  cacheSize: 200,
  maxIter: -1,
} as const satisfies Required<SupportVectorOptions>;

/** @throws InvalidInput when the features are too large for a variance */
export function gammaOf(gamma: 'scale' | 'auto' | number, X: Dense): number {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / X.columns;
  const variance = varianceOf(X.data);
  if (!Number.isFinite(variance))
    throw new InvalidInput('the variance of the features is not finite: scale them, or give gamma a number');
  return variance === 0 ? 1 : 1 / (X.columns * variance);
}

function varianceOf(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
}
