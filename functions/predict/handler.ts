import { handle } from 'hono/aws-lambda';
import { v7 } from 'uuid';
import { systemClock } from '../../layers/runtime/clock.ts';
import { readEnvironment } from '../../layers/runtime/environment.ts';
import { logger } from '../../layers/runtime/logger.ts';
import { putMetrics } from '../../layers/runtime/metrics.ts';
import { openArtifacts } from '../../layers/store/artifacts.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { createApp } from './app.ts';
import { Capture } from './Capture.ts';
import { Measurements } from './Measurements.ts';

const { table } = readEnvironment();
const { registry, predictions } = openStore(table);
/** Managed instances live on between requests and serve many at once; other environments freeze after each. */
const background = process.env.AWS_LAMBDA_INITIALIZATION_TYPE === 'lambda-managed-instances';
const capture = new Capture(predictions, {
  background,
  failed: (error, rows) => logger.error(`${rows} predictions could not be captured`, error as Error),
});
const measurements = new Measurements(
  (model, metrics) => putMetrics(model, metrics, systemClock.now()),
  background,
);
process.on('SIGTERM', () => {
  measurements.flush();
  void capture.flush();
});

export const handler = handle(
  createApp({
    registry,
    predictions,
    capture,
    artifacts: openArtifacts(),
    now: systemClock.now,
    newId: v7,
    random: Math.random,
    measured: (model, milliseconds, failed) => measurements.add(model, milliseconds, failed),
    failed: (error) => logger.error('a prediction failed', error as Error),
  }),
);
