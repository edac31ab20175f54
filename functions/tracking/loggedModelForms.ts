import type { Experiment } from '../../layers/store/tracking/ExperimentStore.ts';
import type {
  LoggedModel,
  LoggedModelStatus,
  ModelMetric,
} from '../../layers/store/tracking/LoggedModelStore.ts';
import { experimentRoot, metricForm, pairs } from './forms.ts';

/** MLflow's enum, by number. */
export const statusNames: readonly (readonly [LoggedModelStatus, string])[] = [
  ['UNSPECIFIED', 'LOGGED_MODEL_STATUS_UNSPECIFIED'],
  ['PENDING', 'LOGGED_MODEL_PENDING'],
  ['READY', 'LOGGED_MODEL_READY'],
  ['FAILED', 'LOGGED_MODEL_UPLOAD_FAILED'],
];

export function loggedModelForm(model: LoggedModel, experiment: Experiment) {
  return {
    info: {
      model_id: model.id,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.updatedAt,
      artifact_uri: loggedModelRoot(model, experiment),
      status: statusNames.find(([status]) => status === model.status)![1],
      model_type: model.type ?? '',
      source_run_id: model.sourceRunId ?? '',
      tags: pairs(model.tags),
    },
    data: {
      params: pairs(model.params),
      metrics: model.metrics.map((metric) => modelMetricForm(model.id, metric)),
    },
  };
}

/** Where the artifacts of a logged model lie. */
export function loggedModelRoot({ id }: Pick<LoggedModel, 'id'>, experiment: Experiment): string {
  return `${experimentRoot(experiment)}/models/${id}/artifacts`;
}

function modelMetricForm(model: string, metric: ModelMetric) {
  return {
    ...metricForm(metric),
    model_id: model,
    run_id: metric.runId,
    ...(metric.datasetName && { dataset_name: metric.datasetName }),
    ...(metric.datasetDigest && { dataset_digest: metric.datasetDigest }),
  };
}
