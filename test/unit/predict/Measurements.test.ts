import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Measurements } from '../../../functions/predict/Measurements.ts';

let printed: { model: string; errors: unknown; latency: unknown }[];

function open(background: boolean): Measurements {
  return new Measurements((model, { PredictionErrors, PredictionLatency }) => {
    printed.push({ model, errors: PredictionErrors!.value, latency: PredictionLatency!.value });
  }, background);
}

beforeEach(() => {
  printed = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('where the environment freezes, each request is printed at once', () => {
  const measurements = open(false);
  measurements.add('rent', 2, false);
  measurements.add('rent', 3, true);
  expect(printed).toEqual([
    { model: 'rent', errors: 0, latency: [2] },
    { model: 'rent', errors: 1, latency: [3] },
  ]);
});

test('where it lives on, the requests of a second are printed together, by model', () => {
  const measurements = open(true);
  measurements.add('rent', 2, false);
  measurements.add('rent', 3, true);
  measurements.add('let', 4, false);
  vi.advanceTimersByTime(999);
  expect(printed).toEqual([]);
  vi.advanceTimersByTime(1);
  const expected = [
    { model: 'rent', errors: 1, latency: [2, 3] },
    { model: 'let', errors: 0, latency: [4] },
  ];
  expect(printed).toEqual(expected);
  measurements.flush();
  expect(printed).toEqual(expected);
});

test('a line holds at most the hundred values that the format allows', () => {
  const measurements = open(true);
  for (let request = 0; request < 250; request++) measurements.add('rent', request, false);
  expect(printed.map(({ latency }) => (latency as number[]).length)).toEqual([100, 100]);
  measurements.flush();
  expect(printed.flatMap(({ latency }) => latency)).toHaveLength(250);
});
