import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handle } from 'hono/aws-lambda';
import { v7 } from 'uuid';
import { systemClock } from '../../layers/runtime/clock.ts';
import { livesOn, readEnvironment, s3Endpoint } from '../../layers/runtime/environment.ts';
import { logger } from '../../layers/runtime/logger.ts';
import { putMetrics } from '../../layers/runtime/metrics.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { fileArtifacts } from '../../layers/store/fileArtifacts.ts';
import { createApp } from './app.ts';
import { Capture } from './Capture.ts';
import { Measurements } from './Measurements.ts';
import { s3Reader } from './s3Reader.ts';

const { table, artifacts } = readEnvironment();
const client = new DynamoDBClient({});
const { registry, predictions } = openStore(table, client);
const background = livesOn();
const capture = new Capture(predictions, {
  background,
  failed: (model, rows, error) => {
    logger.error('predictions could not be captured', { model, rows, error: error as Error });
    putMetrics(model, { CaptureErrors: { value: rows, unit: 'Count' } }, systemClock.now());
  },
});
const measurements = new Measurements(
  (model, metrics) => putMetrics(model, metrics, systemClock.now()),
  background,
);

const finish = async (): Promise<void> => {
  measurements.flush();
  await capture.flush();
};
process.on('beforeExit', finish);
process.once('SIGTERM', () => void finish().finally(() => process.exit(0)));

export const handler = handle(
  createApp({
    registry,
    predictions,
    capture,
    artifacts: artifacts.startsWith('file:') ? fileArtifacts() : s3Reader(client.config, s3Endpoint()),
    now: systemClock.now,
    newId: v7,
    random: Math.random,
    measured: (model, milliseconds, failed) => measurements.add(model, milliseconds, failed),
    failed: (error) => logger.error('a request failed', error as Error),
  }),
);
