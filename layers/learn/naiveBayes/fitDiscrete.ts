import { checkLength, checkSize, weightsOf } from '../checkData.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { classCounts, priorsOf } from './classPriors.ts';
import { checkCounts, countsOf, forEntries } from './counts.ts';
import { DiscreteNBModel } from './DiscreteNBModel.ts';

interface Discrete {
  readonly kind: DiscreteNBModel['kind'];
  readonly binarize: number | null;
  readonly fitPrior: boolean;
  readonly classPrior: readonly number[] | null;
  /** Logarithm of the probability of each feature, of its counts and the weight of the rows of each class. */
  readonly logProbabilities: (featureCount: Dense, classCount: Float64Array) => Float64Array;
}

/** Counts features by class; what their probability is made of differs. */
export function fitDiscrete(
  { kind, binarize, fitPrior, classPrior, logProbabilities }: Discrete,
  features: Features,
  labels: LabelsLike,
  sampleWeight: ArrayLike<number> | undefined,
): DiscreteNBModel {
  const X = countsOf(features);
  checkSize(X);
  checkCounts(X, kind === 'multinomial-nb');
  checkLength(X, labels.length);
  const weights = weightsOf(sampleWeight, X.rows);
  const { classes, codes } = encodeClasses(labels);
  const shape = { rows: classes.length, columns: X.columns };
  const data = new Float64Array(classes.length * X.columns);
  forEntries(X, binarize, (row, column, value) => {
    data[codes[row]! * X.columns + column]! += weights ? weights[row]! * value : value;
  });
  const counts = classCounts(codes, classes, weights);
  const uniform = classes.map(() => 1 / classes.length);
  return new DiscreteNBModel({
    kind,
    classes,
    classLogPrior: priorsOf(classPrior ?? (fitPrior ? null : uniform), counts).map(Math.log),
    featureLogProb: { ...shape, data: logProbabilities({ ...shape, data }, counts) },
    binarize,
  });
}
