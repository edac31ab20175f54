import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { putMetrics } from '../../../layers/runtime/metrics.ts';
import { captureLines, type Line } from './captureLines.ts';

let lines: () => Line[];

beforeEach(() => {
  lines = captureLines();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a line in the embedded metric format, under the model alone', () => {
  const now = Date.now();
  putMetrics(
    'housing',
    {
      DataDrift: { value: 0.25, unit: 'None' },
      PredictionLatency: { value: [1, 2, 4], unit: 'Milliseconds' },
    },
    now,
  );
  expect(lines()).toEqual([
    {
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'Millrace',
            Dimensions: [['Model']],
            Metrics: [
              { Name: 'DataDrift', Unit: 'None' },
              { Name: 'PredictionLatency', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      Model: 'housing',
      DataDrift: 0.25,
      PredictionLatency: [1, 2, 4],
    },
  ]);
});

test('models keep apart, and a line has nothing of the one before', () => {
  putMetrics('housing', { DataDrift: { value: 0.5, unit: 'None' } }, Date.now());
  putMetrics('clicks', { Decay: { value: 0.1, unit: 'None' } }, Date.now());
  putMetrics('housing', { Decay: { value: 0.2, unit: 'None' } }, Date.now());
  const values = lines().map(({ _aws: _, ...rest }) => rest);
  expect(values).toEqual([
    { Model: 'housing', DataDrift: 0.5 },
    { Model: 'clicks', Decay: 0.1 },
    { Model: 'housing', Decay: 0.2 },
  ]);
});

test('what JSON cannot carry is left out, and nothing is printed when nothing is left', () => {
  putMetrics('housing', { Decay: { value: Number.NaN, unit: 'None' } }, Date.now());
  expect(lines()).toEqual([]);
  putMetrics(
    'housing',
    { Decay: { value: Number.POSITIVE_INFINITY, unit: 'None' }, MaxPsi: { value: 1, unit: 'None' } },
    Date.now(),
  );
  expect(lines()).toMatchObject([{ Model: 'housing', MaxPsi: 1 }]);
  expect(lines()[0]).not.toHaveProperty('Decay');
});
