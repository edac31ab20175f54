import { checkFeatures, checkLength, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Classifier, FitOptions } from '../estimator.ts';
import { type EncodedLabels, encodeClasses, type LabelsLike } from '../labels.ts';
import { type ClassWeight, classWeightCheck, weighClasses } from '../linear/classWeight.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { type Checks, checkParameters, flag, oneOf, seed } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { interceptsFor } from './DecisionFunctions.ts';
import { centreOf } from './KernelRows.ts';
import type { Kernel } from './kernelFunction.ts';
import { ProbabilisticSVCModel } from './ProbabilisticSVCModel.ts';
import {
  gammaOf,
  type SupportVectorOptions,
  supportVectorChecks,
  supportVectorDefaults,
} from './parameters.ts';
import { SupportVectors } from './SupportVectors.ts';
import { SVCModel, sumsOfPairs } from './SVCModel.ts';
import { type PairsSolution, trainPairs } from './trainPairs.ts';

export interface SVCOptions<Probability extends boolean = boolean> extends SupportVectorOptions {
  /** Weights of classes. @default null */
  readonly classWeight?: ClassWeight;
  /** Whether models give probabilities, for which each pair of classes is learned five times more. @default false */
  readonly probability?: Probability;
  /** What the decision function of more than two classes gives: a score for each class, or for each pair. @default 'ovr' */
  readonly decisionFunctionShape?: 'ovr' | 'ovo';
  /** Whether the scores decide where several classes have the most votes; else the first of them. @default false */
  readonly breakTies?: boolean;
  /** Of the folds that probabilities are learned from. @default 0 */
  readonly seed?: number;
}

type Fitted<Probability extends boolean> = Probability extends true ? ProbabilisticSVCModel : SVCModel;

/**
 * Support vector classification as LIBSVM's and scikit-learn's SVC: |w|² / 2 + C Σ max(0, 1 - margin) in the feature space of a
 * kernel, each class against each other. Features should be scaled.
 *
 * @example new SVC({ kernel: 'poly', C: 10, probability: true }).fit(X, y).predictProba(X)
 */
export class SVC<Probability extends boolean = false> implements Classifier {
  static readonly parameters: Checks = {
    ...supportVectorChecks,
    classWeight: classWeightCheck,
    probability: flag,
    decisionFunctionShape: oneOf('ovr', 'ovo'),
    breakTies: flag,
    seed,
  };
  readonly kind = 'svc';
  readonly type = 'classifier';
  readonly params: Readonly<Required<SVCOptions>>;

  constructor(options: SVCOptions<Probability> = {}) {
    this.params = {
      ...supportVectorDefaults,
      classWeight: null,
      probability: false,
      decisionFunctionShape: 'ovr',
      breakTies: false,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): Fitted<Probability> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    features: Features,
    labels: LabelsLike,
    { sampleWeight }: FitOptions = {},
  ): Steps<Fitted<Probability>> {
    const { params } = this;
    checkParameters(this.kind, params, SVC.parameters);
    const { kernel, degree, coef0, decisionFunctionShape, breakTies } = params;
    if (breakTies && decisionFunctionShape === 'ovo')
      throw new InvalidInput('breakTies needs a score for each class: set decisionFunctionShape to ovr');
    const X = toDense(features);
    checkFeatures(X);
    checkLength(X, labels.length);
    const encoded = encodeClasses(labels);
    const costs = costsOf(encoded, weightsOf(sampleWeight, X.rows), params);
    const rowsOfClasses = groupRows(encoded, costs);
    const fitted = { kernel, degree, coef0, gamma: gammaOf(params.gamma, X) };
    const centre = centreOf(X, fitted);
    const solution = yield* trainPairs({ X, rowsOfClasses, costs, centre }, fitted, params);
    const { classes } = encoded;
    const { vectors, nSupport } = supportOf(solution, fitted, X, rowsOfClasses);
    const { nIter, calibrations } = solution;
    const intercept = interceptsFor(vectors, sumsOfPairs(nSupport), solution.intercept, centre);
    const settings = { classes, nSupport, intercept, nIter, decisionFunctionShape, breakTies };
    const model = params.probability
      ? new ProbabilisticSVCModel(vectors, settings, calibrations)
      : new SVCModel(vectors, settings);
    return model as Fitted<Probability>;
  }
}

function costsOf(
  encoded: EncodedLabels,
  weights: Float64Array | undefined,
  { C, classWeight }: { readonly C: number; readonly classWeight: ClassWeight },
): Float64Array {
  // Balanced are the numbers of rows, whatever these weigh.
  const ofClasses = weighClasses(encoded, classWeight, undefined);
  return Float64Array.from(encoded.codes, (_, row) => C * (weights?.[row] ?? 1) * (ofClasses?.[row] ?? 1));
}

/** The rows of each class that count. @throws InvalidInput when a class has none */
function groupRows({ classes, codes }: EncodedLabels, costs: Float64Array): Int32Array[] {
  const all = Int32Array.from(codes.keys());
  return (classes as readonly (number | string)[]).map((label, code) => {
    const rows = all.filter((row) => codes[row] === code && costs[row]! > 0);
    if (rows.length > 0) return rows;
    throw new InvalidInput(
      `every row of class ${JSON.stringify(label)} has a weight of 0: leave the class out, or weigh it`,
    );
  });
}

/** What remains of the rows: those with a coefficient that is not 0, class by class. */
function supportOf(
  { beta, intercept }: PairsSolution,
  kernel: Kernel,
  X: Dense,
  rowsOfClasses: readonly Int32Array[],
) {
  if (!beta.every(Number.isFinite) || !intercept.every(Number.isFinite))
    throw new InvalidInput(
      'the coefficients are not finite: look for huge values in the features, or scale them',
    );
  const functions = rowsOfClasses.length - 1;
  const isSupport = (row: number) => {
    for (let index = row; index < beta.length; index += X.rows) if (beta[index] !== 0) return true;
    return false;
  };
  const ofClasses = rowsOfClasses.map((rows) => rows.filter(isSupport));
  const support = Int32Array.from(ofClasses.flatMap((rows) => [...rows]));
  const data = new Float64Array(functions * support.length);
  for (let index = 0; index < functions; index++) {
    for (const [place, row] of support.entries())
      data[index * support.length + place] = beta[index * X.rows + row]!;
  }
  const vectors = SupportVectors.of(kernel, support, X, { rows: functions, columns: support.length, data });
  return { vectors, nSupport: ofClasses.map(({ length }) => length) };
}
