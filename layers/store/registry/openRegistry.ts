import type { Registry } from '../registry.ts';
import type { TableClient } from '../table.ts';
import { AuditLog } from './AuditLog.ts';
import { DynamoCatalog } from './DynamoCatalog.ts';
import { DynamoRegistry } from './DynamoRegistry.ts';
import type { ModelCatalog } from './ModelCatalog.ts';
import { ModelRecords } from './ModelRecords.ts';
import { PipelineVersions } from './PipelineVersions.ts';
import { VersionRecords } from './VersionRecords.ts';

/** Two views of the same models: that of pipelines and serving, and MLflow's. */
export function openRegistry(
  table: TableClient,
  now: () => number,
): { readonly registry: Registry; readonly catalog: ModelCatalog } {
  const versions = new VersionRecords(table, now);
  const pipelines = new PipelineVersions(table);
  const audit = new AuditLog(table);
  const models = new ModelRecords(table, {
    audit,
    now,
    clear: async ({ id }) => {
      for (const { number } of (await versions.all(id)).get(id) ?? []) await versions.delete(id, number);
      await pipelines.clear(id);
    },
  });
  const parts = { models, versions, pipelines, audit };
  return { registry: new DynamoRegistry(parts, now), catalog: new DynamoCatalog(table, parts, now) };
}
