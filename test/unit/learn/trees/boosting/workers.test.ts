import { afterAll, expect, test } from 'vitest';
import {
  fitAsync,
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
  type WorkerPool,
} from '../../../../../layers/learn/index.ts';
import type { Shares } from '../../../../../layers/learn/trees/boosting/shares.ts';
import { NodeWorkerPool } from '../../../../../layers/threads/NodeWorkerPool.ts';
import { asTable, mixed } from './data.ts';

const threads = new NodeWorkerPool({ size: 2 });
afterAll(() => threads.close());

/** The same pool, which keeps what it was told. */
function watched(): { pool: WorkerPool; shares: Shares[] } {
  const shares: Shares[] = [];
  const pool = {
    size: threads.size,
    start(task: string, payload: unknown) {
      shares.push(payload as Shares);
      threads.start(task, payload);
    },
  };
  return { pool, shares };
}

const { X, y, weights } = mixed(60_001);
const labels = Float64Array.from(y, (value) => Number(value > 3));
const options = { maxIter: 5, earlyStopping: false };

test('workers take part, and the model is the same to the byte', { timeout: 60_000 }, () => {
  const classifier = new HistGradientBoostingClassifier(options);
  const alone = JSON.stringify(classifier.fit(X, labels, { sampleWeight: weights }));
  const { pool, shares } = watched();
  // Workers take their time to start, more so on a busy machine.
  for (const until = Date.now() + 30_000; (shares.at(-1)?.begun[0] ?? 0) === 0 && Date.now() < until; )
    expect(JSON.stringify(classifier.fit(X, labels, { sampleWeight: weights, pool })) === alone).toBe(true);
  expect(shares.at(-1)!.begun[0]).toBeGreaterThan(0);
  for (let time = 0; time < 5; time++)
    expect(JSON.stringify(classifier.fit(X, labels, { sampleWeight: weights, pool })) === alone).toBe(true);
});

test('also with categories, many leaves and gradients of another loss', () => {
  const regressor = new HistGradientBoostingRegressor({
    ...options,
    maxLeafNodes: 200,
    loss: 'absolute_error',
  });
  const table = asTable(X);
  const alone = JSON.stringify(regressor.fit(table, y));
  const { pool } = watched();
  expect(JSON.stringify(regressor.fit(table, y, { pool })) === alone).toBe(true);
});

test('few rows are left to the caller', () => {
  const { pool, shares } = watched();
  const few = mixed(500);
  new HistGradientBoostingRegressor(options).fit(few.X, few.y, { pool });
  expect(shares).toEqual([]);
});

test('workers of a fit that is ended are free for the next one', async () => {
  const { pool, shares } = watched();
  const controller = new AbortController();
  const ended = fitAsync(new HistGradientBoostingClassifier(options), X, labels, {
    pool,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await expect(ended).rejects.toThrow('enough');
  // The loop is closed.
  expect(Atomics.load(shares[0]!.control, 0)).toBe(-1);
});
