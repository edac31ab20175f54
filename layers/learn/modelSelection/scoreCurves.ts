import { InvalidInput } from '../errors.ts';
import type { Estimator } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { seededRandom, shuffle as shuffleInPlace } from '../random.ts';
import {
  type EstimatorMaker,
  Folded,
  type FoldedOptions,
  makeEstimator,
  type Scoring,
  scorerOf,
} from './folds.ts';

/** Scores of each fold, at each point of a curve. */
export interface ScoreCurve {
  readonly trainScores: readonly Float64Array[];
  readonly testScores: readonly Float64Array[];
}

export interface LearningCurveOptions extends FoldedOptions {
  readonly scoring?: Scoring;
  /** Shares up to 1 of the most rows that every fold can learn from, or whole numbers of rows. @default 0.1, 0.325, 0.55, 0.775, 1 */
  readonly trainSizes?: readonly number[];
  /** Whether smaller sets are drawn from the whole, instead of its first rows. @default false */
  readonly shuffle?: boolean;
  /** Of the shuffle. @default 0 */
  readonly seed?: number;
}

/**
 * Whether more rows would help: scores of models that learn from ever more of them.
 *
 * @example const { trainSizes, testScores } = learningCurve(new LinearRegression(), X, y)
 */
export function learningCurve(
  estimator: Estimator,
  X: Features,
  y: LabelsLike,
  {
    scoring,
    trainSizes = [0.1, 0.325, 0.55, 0.775, 1],
    shuffle = false,
    seed = 0,
    ...options
  }: LearningCurveOptions = {},
): ScoreCurve & { readonly trainSizes: readonly number[] } {
  const scorer = scorerOf(estimator, scoring);
  const data = new Folded(estimator.type, X, y, options);
  const sizes = sizesOf(trainSizes, Math.min(...data.splits.map(({ train }) => train.length)));
  const random = seededRandom(seed);
  const orders = data.splits.map(({ train }) => {
    const order = train.slice();
    if (shuffle) shuffleInPlace(order, random);
    return order;
  });
  const at = sizes.map((size) =>
    data.splits.map(({ test }, fold) => {
      const train = orders[fold]!.slice(0, size);
      const model = data.fit(estimator, train);
      return { test: data.score(scorer, model, test), train: data.score(scorer, model, train) };
    }),
  );
  return { trainSizes: sizes, ...curveOf(at) };
}

export interface ValidationCurveOptions extends FoldedOptions {
  readonly scoring?: Scoring;
  readonly paramName: string;
  readonly paramRange: readonly unknown[];
}

/**
 * What a parameter does to the score.
 *
 * @param estimator an estimator, of which the other parameters stay, or a function that makes one of the parameter
 * @example validationCurve(new Ridge(), X, y, { paramName: 'alpha', paramRange: [0.1, 1, 10] }).testScores
 */
export function validationCurve(
  estimator: EstimatorMaker,
  X: Features,
  y: LabelsLike,
  { scoring, paramName, paramRange, ...options }: ValidationCurveOptions,
): ScoreCurve {
  if (paramRange.length === 0) throw new InvalidInput('paramRange is empty: give values to try');
  const estimators = paramRange.map((value) => makeEstimator(estimator, { [paramName]: value }));
  const scorer = scorerOf(estimators[0]!, scoring);
  const data = new Folded(estimators[0]!.type, X, y, options);
  const at = estimators.map((one) =>
    data.splits.map(({ train, test }) => {
      const model = data.fit(one, train);
      return { test: data.score(scorer, model, test), train: data.score(scorer, model, train) };
    }),
  );
  return curveOf(at);
}

function curveOf(at: readonly (readonly { test: number; train: number }[])[]): ScoreCurve {
  const side = (of: 'test' | 'train') => at.map((folds) => Float64Array.from(folds, (scores) => scores[of]));
  return { trainScores: side('train'), testScores: side('test') };
}

/** Rising, each once. */
function sizesOf(trainSizes: readonly number[], most: number): number[] {
  const areShares = trainSizes.every((size) => size > 0 && size <= 1);
  const sizes = trainSizes.map((size) => (areShares ? Math.max(1, Math.floor(size * most)) : size));
  const odd = sizes.findIndex((size) => !(Number.isInteger(size) && size >= 1 && size <= most));
  if (odd !== -1 || sizes.length === 0)
    throw new InvalidInput(
      `trainSizes must be shares above 0 and to 1, or whole numbers from 1 to ${most}, not ${trainSizes.join(', ')}`,
    );
  return [...new Set(sizes)].sort((a, b) => a - b);
}
