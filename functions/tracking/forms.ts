import type { MetricPoint } from '../../layers/store/metricPoint.ts';
import type { Experiment } from '../../layers/store/tracking/ExperimentStore.ts';
import type { DatasetInput, Run } from '../../layers/store/tracking/Run.ts';

/** MLflow's forms of things: mlflow/protos/service.proto, int64 as JSON numbers. */

export function experimentForm(experiment: Experiment) {
  return {
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: experimentRoot(experiment),
    lifecycle_stage: experiment.lifecycle,
    creation_time: experiment.createdAt,
    last_update_time: experiment.updatedAt,
    tags: pairs(experiment.tags),
  };
}

export function runForm(run: Run, experiment: Experiment) {
  return {
    info: runInfoForm(run, experiment),
    data: {
      metrics: Object.values(run.metrics).map(metricForm),
      params: pairs(run.params),
      tags: pairs({
        'mlflow.runName': run.name,
        ...(run.reason !== undefined && { 'millrace.reason': run.reason }),
        ...run.tags,
      }),
    },
    inputs: { dataset_inputs: run.inputs.map(datasetForm), model_inputs: [] },
    outputs: { model_outputs: run.outputs.map(({ modelId, step }) => ({ model_id: modelId, step })) },
  };
}

export function runInfoForm(run: Run, experiment: Experiment) {
  return {
    run_id: run.id,
    run_uuid: run.id,
    run_name: run.name,
    experiment_id: run.experimentId,
    user_id: run.user,
    status: run.status,
    start_time: run.startedAt,
    ...(run.endedAt !== undefined && { end_time: run.endedAt }),
    artifact_uri: artifactRoot(run, experiment),
    lifecycle_stage: run.lifecycle,
  };
}

/** Where the artifacts of a run lie. */
export function artifactRoot(run: Run, experiment: Experiment): string {
  return `${experimentRoot(experiment)}/${run.id}/artifacts`;
}

/** Where the artifacts of an experiment lie. */
export function experimentRoot({ id, artifactLocation }: Experiment): string {
  return artifactLocation?.replace(/\/+$/, '') ?? `mlflow-artifacts:/${id}`;
}

interface DatasetForm {
  readonly tags?: readonly { readonly key: string; readonly value: string }[] | undefined;
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly source_type: string;
    readonly source: string;
    readonly schema?: string | undefined;
    readonly profile?: string | undefined;
  };
}

export function datasetOf({ tags = [], dataset }: DatasetForm): DatasetInput {
  const { name, digest, source_type: sourceType, source, schema, profile } = dataset;
  return {
    name,
    digest,
    sourceType,
    source,
    ...(schema !== undefined && { schema }),
    ...(profile !== undefined && { profile }),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
}

function datasetForm({ tags, sourceType, ...dataset }: DatasetInput): DatasetForm {
  return { tags: pairs(tags), dataset: { ...dataset, source_type: sourceType } };
}

/** NaN and infinities travel as strings, as protobuf's JSON has them. */
export function metricForm({ key, value, timestamp, step = 0 }: MetricPoint) {
  return { key, value: Number.isFinite(value) ? value : String(value), timestamp, step };
}

export function pairs(values: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
