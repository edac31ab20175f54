import { checkLength, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import type { Dense, Sparse } from '../matrix.ts';
import { anyOf, flag, nonNegative, orNull } from '../parameters.ts';
import type { CountedClasses } from './DiscreteNBModel.ts';
import { checkPriors, priors } from './priors.ts';
import { forEachRow } from './rowEntries.ts';

export interface DiscreteNBOptions {
  /** Added to each count; one number, or one for each feature. @default 1 */
  readonly alpha?: number | readonly number[];
  /** Whether alpha is taken as it is; else it is 1e-10 at least. @default true */
  readonly forceAlpha?: boolean;
  /** Whether classes have the probability that they have among the rows; else all the same. @default true */
  readonly fitPrior?: boolean;
  /** Probabilities of the classes; null leaves them to fitPrior. @default null */
  readonly classPrior?: readonly number[] | null;
}

export const discreteChecks = {
  alpha: anyOf(nonNegative, (value) =>
    Array.isArray(value) && value.every((one) => nonNegative(one) === undefined)
      ? undefined
      : 'must be a list of numbers of 0 or more',
  ),
  forceAlpha: flag,
  fitPrior: flag,
  classPrior: orNull(priors),
};

export const discreteDefaults = { alpha: 1, forceAlpha: true, fitPrior: true, classPrior: null } as const;

/** Smaller ones round to nothing. */
const leastAlpha = 1e-10;

/** What is counted in each class, before it becomes probabilities. */
export type Counts = Pick<CountedClasses, 'classes' | 'classCount' | 'featureCount' | 'classLogPrior'> & {
  /** Of each feature. */
  readonly alphas: Float64Array;
};

/** @param entry the value that a feature counts with */
export function countClasses(
  X: Sparse | Dense,
  labels: LabelsLike,
  sampleWeight: ArrayLike<number> | undefined,
  params: Required<DiscreteNBOptions>,
  entry: (value: number) => number,
): Counts {
  checkLength(X, labels.length);
  const { classes, codes } = encodeClasses(labels);
  const weights = weightsOf(sampleWeight, X.rows);
  const k = classes.length;
  const classCount = new Float64Array(k);
  const sums = new Float64Array(k * X.columns);
  forEachRow(X, (row, count, columns, columnStart, values, valueStart) => {
    const code = codes[row]!;
    const weight = weights ? weights[row]! : 1;
    classCount[code]! += weight;
    const from = code * X.columns;
    for (let index = 0; index < count; index++)
      sums[from + columns[columnStart + index]!]! += weight * entry(values[valueStart + index]!);
  });
  return {
    classes,
    classCount,
    featureCount: { rows: k, columns: X.columns, data: sums },
    classLogPrior: logPriors(classCount, params),
    alphas: alphasOf(params, X.columns),
  };
}

function logPriors(
  classCount: Float64Array,
  { fitPrior, classPrior }: Required<DiscreteNBOptions>,
): Float64Array {
  const k = classCount.length;
  if (classPrior) {
    checkPriors(classPrior, k);
    return Float64Array.from(classPrior, Math.log);
  }
  if (!fitPrior) return new Float64Array(k).fill(-Math.log(k));
  const total = classCount.reduce((sum, count) => sum + count, 0);
  return classCount.map((count) => Math.log(count) - Math.log(total));
}

function alphasOf({ alpha, forceAlpha }: Required<DiscreteNBOptions>, columns: number): Float64Array {
  const alphas = typeof alpha === 'number' ? new Float64Array(columns).fill(alpha) : Float64Array.from(alpha);
  if (alphas.length !== columns)
    throw new InvalidInput(`alpha has ${alphas.length} numbers for ${columns} features: give one for each`);
  if (!forceAlpha) return alphas.map((one) => Math.max(one, leastAlpha));
  if (alphas.includes(0))
    throw new InvalidInput(
      'an alpha of 0 makes what was not seen in a class impossible: use 1e-10 or more, or set forceAlpha to false',
    );
  return alphas;
}
