import type { CatalogModel, CatalogVersion } from '../../layers/store/registry/ModelCatalog.ts';
import { pairs } from './forms.ts';

/** MLflow's forms of models and versions: mlflow/protos/model_registry.proto, int64 as JSON numbers. */

export function modelVersionForm(version: CatalogVersion) {
  return {
    name: version.model,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    current_stage: version.stage,
    description: version.description ?? '',
    source: version.source,
    run_id: version.runId ?? '',
    run_link: version.runLink ?? '',
    status: 'READY',
    tags: pairs(version.tags),
    aliases: version.aliases,
    ...(version.modelId && { model_id: version.modelId }),
  };
}

export function registeredModelForm(model: CatalogModel) {
  return {
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    ...(model.description && { description: model.description }),
    latest_versions: model.latest.map(modelVersionForm),
    tags: pairs(model.tags),
    aliases: Object.entries(model.aliases).map(([alias, version]) => ({ alias, version })),
  };
}
