import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoPredictions } from './dynamoPredictions.ts';
import type { PredictionLog } from './predictionLog.ts';
import type { ModelCatalog } from './registry/ModelCatalog.ts';
import { openRegistry } from './registry/openRegistry.ts';
import type { Registry } from './registry.ts';
import { dynamoReports, type ReportStore } from './reports.ts';
import { TableClient } from './table.ts';
import { ChangeLog } from './tracking/changes.ts';
import { DynamoExperiments } from './tracking/DynamoExperiments.ts';
import { DynamoLoggedModels } from './tracking/DynamoLoggedModels.ts';
import { DynamoRuns } from './tracking/DynamoRuns.ts';
import { RunIndexes } from './tracking/RunIndexes.ts';
import type { TrackingStore } from './tracking.ts';

export const defaultWorkspace = 'default';

export interface Store {
  readonly tracking: TrackingStore;
  readonly registry: Registry;
  readonly catalog: ModelCatalog;
  readonly predictions: PredictionLog;
  readonly reports: ReportStore;
}

/**
 * Everything of a workspace that lies in the table. The client finds its endpoint and credentials by the SDK's own environment.
 *
 * @param workspace `default` is what the pipelines work in
 */
export function openStore(
  table: string,
  client?: DynamoDBClient,
  workspace: string = defaultWorkspace,
): Store {
  const whole = new TableClient(table, client);
  const items = workspace === defaultWorkspace ? whole : whole.within(`W#${workspace}#`);
  return {
    tracking: openTracking(items),
    ...openRegistry(items, Date.now),
    predictions: new DynamoPredictions(items),
    reports: dynamoReports(items),
  };
}

function openTracking(items: TableClient): TrackingStore {
  const changes = new ChangeLog(items, Date.now);
  return {
    experiments: new DynamoExperiments(items, Date.now),
    runs: new DynamoRuns(items, changes, new RunIndexes(items, changes, Date.now)),
    loggedModels: new DynamoLoggedModels(items, Date.now),
  };
}
