import type { MetricName, ModelSpec } from './spec.ts';

export const regressionMetrics = ['mse', 'rmse', 'mae', 'r2'] as const;
export const classificationMetrics = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const;

/** Metrics of which less is better; of all others, more is. */
const lossMetrics: ReadonlySet<MetricName> = new Set(['mse', 'rmse', 'mae', 'logLoss']);

/** The metric that chooses between candidates and versions of a model. */
export function selectionMetric(spec: Pick<ModelSpec, 'task' | 'train'>): MetricName {
  return spec.train.metric ?? (spec.task === 'regression' ? 'rmse' : 'auc');
}

/** True when value `a` of a metric is strictly better than `b`. */
export function isBetter(metric: MetricName, a: number, b: number): boolean {
  return lossMetrics.has(metric) ? a < b : a > b;
}
