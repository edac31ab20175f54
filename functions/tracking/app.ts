import { Hono } from 'hono';
import { type ArtifactStore, joinUri } from '../../layers/store/artifacts.ts';
import type { Transfers } from '../../layers/store/transfers.ts';
import { loggedModelArtifacts, versionArtifactRoute } from './artifacts/ofModels.ts';
import { artifactLists, runArtifactRoute, uploadRoute } from './artifacts/ofRuns.ts';
import { artifactProxy } from './artifacts/proxy.ts';
import { WorkspaceFiles } from './artifacts/WorkspaceFiles.ts';
import { answerError, answerUnknownRoute } from './errors.ts';
import { experimentRoutes } from './experiments.ts';
import { loggedModelRoutes, runModelRoutes } from './loggedModels.ts';
import { millraceRoutes } from './models.ts';
import { modelVersionRoutes } from './modelVersions.ts';
import { registeredModelRoutes } from './registeredModels.ts';
import { runRoutes } from './runs.ts';
import { serverInfoRoute, serverRoutes } from './serverInfo.ts';
import type { TrackingServices } from './services.ts';

/** Where the files of a workspace lie, and how they come and go. */
export interface Files {
  readonly artifacts: ArtifactStore;
  readonly transfers: Transfers;
  /** URI below which everything lies that is logged. */
  readonly root: string;
}

/**
 * Tracking and registry of one workspace over HTTP: MLflow's REST API 2.0 under `/api/2.0/mlflow` and, for its page,
 * under `/ajax-api/2.0/mlflow`; what MLflow has no words for under `/api/2.0/millrace`.
 *
 * @example createApp(openStore(table), filesOf(artifacts, transfers, base, 'default')).request('/api/2.0/mlflow/experiments/search')
 */
export function createApp(services: TrackingServices, { artifacts, transfers, root }: Files): Hono {
  const files = new WorkspaceFiles(root, transfers, services.tracking.runs);
  const mlflow = new Hono()
    .route('/experiments', experimentRoutes(services))
    .route('/', runRoutes(services))
    .route('/runs', runModelRoutes(services))
    .route('/logged-models', loggedModelRoutes(services))
    .route('/logged-models', loggedModelArtifacts(services, files))
    .route('/registered-models', registeredModelRoutes(services))
    .route('/model-versions', modelVersionRoutes(services))
    .route('/artifacts', artifactLists(services, files))
    .route('/', uploadRoute(services, files, artifacts));
  const app = new Hono();
  for (const api of ['/api', '/ajax-api']) {
    app
      .route(`${api}/2.0/mlflow`, mlflow)
      .route(`${api}/2.0/mlflow-artifacts`, artifactProxy(files, artifacts))
      .route(`${api}/3.0/mlflow`, serverInfoRoute(root));
  }
  return app
    .route('/api/2.0/millrace/models', millraceRoutes(services))
    .route('/', runArtifactRoute(services, files))
    .route('/', versionArtifactRoute(services, files))
    .route('/', serverRoutes())
    .onError(answerError)
    .notFound(answerUnknownRoute);
}

/** Files of a workspace: `mlflow/<workspace>/<experiment>/<run>/artifacts/…` below the artifacts' base. */
export function filesOf(
  artifacts: ArtifactStore,
  transfers: Transfers,
  base: string,
  workspace: string,
): Files {
  return { artifacts, transfers, root: joinUri(base, 'mlflow', workspace) };
}
