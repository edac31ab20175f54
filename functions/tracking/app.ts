import { Hono } from 'hono';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import { artifactRoutes } from './artifacts.ts';
import { answerError, answerUnknownRoute } from './errors.ts';
import { experimentRoutes } from './experiments.ts';
import { loggedModelRoutes, runModelRoutes } from './loggedModels.ts';
import { millraceRoutes } from './models.ts';
import { modelVersionRoutes } from './modelVersions.ts';
import { registeredModelRoutes } from './registeredModels.ts';
import { runRoutes } from './runs.ts';
import type { TrackingServices } from './services.ts';

/**
 * Tracking and registry over HTTP: MLflow's REST API 2.0 under `/api/2.0/mlflow`, what MLflow has no
 * words for under `/api/2.0/millrace`.
 *
 * @example createApp(openStore(table), openArtifacts()).request('/api/2.0/mlflow/experiments/search')
 */
export function createApp(services: TrackingServices, artifacts: ArtifactStore): Hono {
  const mlflow = new Hono()
    .route('/experiments', experimentRoutes(services))
    .route('/', runRoutes(services))
    .route('/runs', runModelRoutes(services))
    .route('/logged-models', loggedModelRoutes(services))
    .route('/registered-models', registeredModelRoutes(services))
    .route('/model-versions', modelVersionRoutes(services))
    .route('/artifacts', artifactRoutes(services, artifacts));
  return new Hono()
    .route('/api/2.0/mlflow', mlflow)
    .route('/api/2.0/millrace/models', millraceRoutes(services))
    .onError(answerError)
    .notFound(answerUnknownRoute);
}
