import type { ModelVersion, RegisteredModel } from '../../layers/store/registry.ts';
import type { Experiment, MetricPoint, RunRecord } from '../../layers/store/tracking.ts';

/** MLflow's forms of things: mlflow/protos/service.proto and model_registry.proto, int64 as JSON numbers. */

export function experimentForm({ id, name, createdAt }: Experiment) {
  return {
    experiment_id: id,
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: 'active',
    creation_time: createdAt,
    last_update_time: createdAt,
    tags: [],
  };
}

export function runForm(run: RunRecord) {
  return {
    info: {
      run_id: run.id,
      run_uuid: run.id,
      run_name: run.name,
      experiment_id: run.experimentId,
      user_id: '',
      status: run.status,
      start_time: run.startedAt,
      ...(run.endedAt !== undefined && { end_time: run.endedAt }),
      artifact_uri: artifactRoot(run),
      lifecycle_stage: 'active',
    },
    data: {
      metrics: Object.values(run.metrics).map(metricForm),
      params: pairs(run.params),
      tags: pairs({
        'mlflow.runName': run.name,
        ...(run.reason !== undefined && { 'millrace.reason': run.reason }),
        ...run.tags,
      }),
    },
    inputs: { dataset_inputs: [] },
  };
}

export function artifactRoot(run: RunRecord): string {
  return `mlflow-artifacts:/${run.experimentId}/${run.id}/artifacts`;
}

/** NaN and infinities travel as strings, as protobuf's JSON has them. */
export function metricForm({ key, value, timestamp, step = 0 }: MetricPoint) {
  return { key, value: Number.isFinite(value) ? value : String(value), timestamp, step };
}

export function modelVersionForm(version: ModelVersion, aliases: RegisteredModel['aliases']) {
  return {
    name: version.model,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.createdAt,
    user_id: '',
    current_stage: 'None',
    description: '',
    source: version.pipelineUri,
    run_id: version.runId,
    run_link: '',
    status: 'READY',
    status_message: '',
    tags: [],
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === version.version),
  };
}

/** `latest` is its newest version, MLflow's `latest_versions` of the only stage there is. */
export function registeredModelForm(model: RegisteredModel, latest: ModelVersion) {
  return {
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: latest.createdAt,
    user_id: '',
    description: '',
    latest_versions: [modelVersionForm(latest, model.aliases)],
    aliases: Object.entries(model.aliases).map(([alias, version]) => ({ alias, version })),
    tags: [],
  };
}

function pairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
