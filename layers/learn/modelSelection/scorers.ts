import { InvalidInput } from '../errors.ts';
import type { ClassificationModel, Model, ProbabilisticModel, RegressionModel } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { accuracyScore, balancedAccuracyScore, matthewsCorrcoef } from '../metrics/agreement.ts';
import { averagePrecisionScore, type RocAucOptions, rocAucScore } from '../metrics/auc.ts';
import * as partitions from '../metrics/clusterAgreement.ts';
import type { MetricOptions } from '../metrics/compared.ts';
import { type AverageOptions, f1Score, precisionScore, recallScore } from '../metrics/precisionRecall.ts';
import { brierScoreLoss, logLoss } from '../metrics/probabilities.ts';
import * as errors from '../metrics/regressionErrors.ts';

/** Judges a model by rows that it may not have seen: larger is better. */
export type Scorer = (
  model: Model,
  X: Features,
  y: LabelsLike,
  sampleWeight?: ArrayLike<number> | undefined,
) => number;

/**
 * The scorer of scikit-learn's name. Of two classes the second in order is the positive one where neither is 1.
 *
 * @example getScorer('neg_mean_squared_error')(model, X, y)
 * @throws InvalidInput naming those there are
 */
export function getScorer(name: string): Scorer {
  const scorer = Object.hasOwn(scorers, name) ? scorers[name] : undefined;
  if (scorer) return scorer;
  throw new InvalidInput(
    `there is no scorer ${JSON.stringify(name)}: use one of ${Object.keys(scorers).join(', ')}`,
  );
}

type NumberMetric = (yTrue: ArrayLike<number>, yPred: ArrayLike<number>, options: MetricOptions) => number;
type LabelMetric = (yTrue: LabelsLike, yPred: LabelsLike, options: MetricOptions) => number;

const ofNumbers =
  (metric: NumberMetric): Scorer =>
  (model, X, y, sampleWeight) =>
    metric(y as ArrayLike<number>, (model as RegressionModel).predict(X), { sampleWeight });

/** Errors: less is better. */
const negative =
  (metric: NumberMetric): Scorer =>
  (...of) =>
    -ofNumbers(metric)(...of);

const ofLabels =
  (metric: LabelMetric): Scorer =>
  (model, X, y, sampleWeight) =>
    metric(y, (model as ClassificationModel).predict(X), { sampleWeight });

const averaged =
  (metric: (yTrue: LabelsLike, yPred: LabelsLike, options: AverageOptions) => number) =>
  (average: AverageOptions['average']): Scorer =>
  (model, X, y, sampleWeight) =>
    metric(y, (model as ClassificationModel).predict(X), {
      ...(average !== undefined && { average }),
      ...(average === 'binary' && { posLabel: positiveOf(model) }),
      sampleWeight,
    } as AverageOptions);

const [precision, recall, f1] = [averaged(precisionScore), averaged(recallScore), averaged(f1Score)];

const area =
  (options: RocAucOptions = {}): Scorer =>
  (model, X, y, sampleWeight) => {
    const { classes } = model as ClassificationModel;
    const scores = classes.length === 2 ? confidenceOf(model, X) : probabilitiesOf(model, X);
    return rocAucScore(y, scores, { ...options, labels: classes, ...(sampleWeight && { sampleWeight }) });
  };

const scorers: Readonly<Record<string, Scorer>> = {
  r2: ofNumbers(errors.r2Score),
  explained_variance: ofNumbers(errors.explainedVarianceScore),
  neg_max_error: negative(errors.maxError),
  neg_mean_absolute_error: negative(errors.meanAbsoluteError),
  neg_mean_absolute_percentage_error: negative(errors.meanAbsolutePercentageError),
  neg_mean_poisson_deviance: negative(errors.meanPoissonDeviance),
  neg_mean_squared_error: negative(errors.meanSquaredError),
  neg_median_absolute_error: negative(errors.medianAbsoluteError),
  neg_root_mean_squared_error: negative(errors.rootMeanSquaredError),
  accuracy: ofLabels(accuracyScore),
  balanced_accuracy: ofLabels(balancedAccuracyScore),
  matthews_corrcoef: ofLabels(matthewsCorrcoef),
  average_precision: (model, X, y, sampleWeight) =>
    (model as ClassificationModel).classes.length === 2
      ? averagePrecisionScore(y, confidenceOf(model, X), { posLabel: secondOf(model), sampleWeight })
      : averagePrecisionScore(y, probabilitiesOf(model, X), { sampleWeight }),
  neg_brier_score: (model, X, y, sampleWeight) =>
    -brierScoreLoss(y, probabilitiesOf(model, X), {
      labels: (model as ClassificationModel).classes,
      sampleWeight,
    }),
  neg_log_loss: (model, X, y, sampleWeight) =>
    -logLoss(y, probabilitiesOf(model, X), { labels: (model as ClassificationModel).classes, sampleWeight }),
  roc_auc: area(),
  roc_auc_ovo: area({ multiClass: 'ovo' }),
  roc_auc_ovo_weighted: area({ multiClass: 'ovo', average: 'weighted' }),
  roc_auc_ovr: area({ multiClass: 'ovr' }),
  roc_auc_ovr_weighted: area({ multiClass: 'ovr', average: 'weighted' }),
  f1: f1('binary'),
  f1_macro: f1('macro'),
  f1_micro: f1('micro'),
  f1_weighted: f1('weighted'),
  precision: precision('binary'),
  precision_macro: precision('macro'),
  precision_micro: precision('micro'),
  precision_weighted: precision('weighted'),
  recall: recall('binary'),
  recall_macro: recall('macro'),
  recall_micro: recall('micro'),
  recall_weighted: recall('weighted'),
  adjusted_rand_score: ofLabels(partitions.adjustedRandScore),
  completeness_score: ofLabels(partitions.completenessScore),
  homogeneity_score: ofLabels(partitions.homogeneityScore),
  mutual_info_score: ofLabels(partitions.mutualInfoScore),
  normalized_mutual_info_score: ofLabels(partitions.normalizedMutualInfoScore),
  v_measure_score: ofLabels(partitions.vMeasureScore),
};

function secondOf(model: Model): number | string {
  return (model as ClassificationModel).classes[1]!;
}

function positiveOf(model: Model): number | string {
  const { classes } = model as ClassificationModel;
  return (classes as readonly unknown[]).includes(1) ? 1 : classes.at(-1)!;
}

/** A classifier's own scores of rows, as support vector machines have them. */
interface Deciding {
  decisionFunction(X: Features): Float64Array | Dense;
}

/** How sure a model of two classes is of the second. */
function confidenceOf(model: Model, X: Features): Float64Array {
  if ('decisionFunction' in model) {
    const scores = (model as unknown as Deciding).decisionFunction(X);
    return scores instanceof Float64Array ? scores : scores.data;
  }
  const { rows, data } = probabilitiesOf(model, X);
  return Float64Array.from({ length: rows }, (_, row) => data[2 * row + 1]!);
}

function probabilitiesOf(model: Model, X: Features): Dense {
  if ('predictProba' in model) return (model as ProbabilisticModel).predictProba(X);
  throw new InvalidInput(`${model.kind} gives no probabilities: choose a scorer of labels, such as accuracy`);
}
