import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { trial } from '../../../functions/trial/step.ts';
import { runIdOf } from '../../../layers/store/runId.ts';
import { type Base, classification, openBench, prepared } from './bench.ts';

const bench = openBench();

const idOf = (execution: string, index: number) =>
  createHash('sha256')
    .update(`${runIdOf(execution)}/${index}`)
    .digest('hex')
    .slice(0, 32);

async function judge(
  base: Base,
  params: Record<string, number | string> = { C: 1 },
  services = bench.services,
) {
  const { prepared: rows } = await prepared(bench, base);
  bench.written();
  const one = { index: 0, model: 'logistic-regression', params };
  const result = await trial({ ...base, prepared: rows, trial: one }, services);
  return { ...result, written: bench.written() };
}

describe('Trial', () => {
  test("judges a candidate by the spec's metric, as a run below the pipeline's", async () => {
    const { score, index, params } = await judge(await bench.base(classification, 'judged'));
    expect({ index, params }).toEqual({ index: 0, params: { C: 1 } });
    const run = await bench.services.tracking.runs.get(idOf('judged', 0));
    expect(run).toMatchObject({
      name: 'trial-0',
      tags: { 'mlflow.parentRunId': runIdOf('judged') },
      status: 'FINISHED',
      params: { model: 'logistic-regression', C: '1' },
      metrics: { 'cv.auc': { value: score }, 'cv.logLoss': { value: expect.any(Number) } },
    });
    // `quick` follows from `area`.
    expect(score).toBeGreaterThan(0.9);
  });

  test('done twice, leaves one run with one point of each metric', async () => {
    const base = await bench.base(classification, 'twice');
    const first = await judge(base);
    const later = { ...bench.services, now: () => bench.services.now() + 60_000 };
    expect(await judge(base, { C: 1 }, later)).toMatchObject({ score: first.score, written: [] });
    const { tracking } = bench.services;
    const { experimentId } = await tracking.runs.get(idOf('twice', 0));
    const filter = `tags.mlflow.parentRunId = '${runIdOf('twice')}'`;
    const { runs } = await tracking.runs.search({ experimentIds: [experimentId], filter, limit: 9 });
    expect(runs.map(({ id }) => id)).toEqual([idOf('twice', 0)]);
    expect((await tracking.runs.history(idOf('twice', 0), 'cv.auc')).points).toHaveLength(1);
  });

  test('is taken from the cache in another run, and recorded there too', async () => {
    const first = await judge(await bench.base(classification, 'cached', { cache: false }));
    expect(first.written).toHaveLength(1);
    const again = await judge(await bench.base(classification, 'cached-again'));
    expect(again).toMatchObject({ score: first.score, written: [] });
    expect(await bench.services.tracking.runs.get(idOf('cached-again', 0))).toMatchObject({
      status: 'FINISHED',
      metrics: { 'cv.auc': { value: first.score } },
    });
  });

  test.each([
    ['parameters', classification, { C: 0.5 }, 'code-1'],
    ['seed', classification.replace('seed: 3', 'seed: 4'), { C: 1 }, 'code-1'],
    ['folds', classification.replace('folds: 3', 'folds: 4'), { C: 1 }, 'code-1'],
    ['imputation', classification.replace('rooms: { kind: number', '$&, impute: mean'), { C: 1 }, 'code-1'],
    ['code', classification, { C: 1 }, 'code-2'],
  ])('is computed anew for another %s', async (what, spec, params, code) => {
    await judge(await bench.base(classification, 'before'));
    const { written } = await judge(await bench.base(spec, `other-${what}`), params, {
      ...bench.services,
      code,
    });
    expect(written).toHaveLength(1);
  });

  test('that cannot be judged ends as FAILED with the reason, alone', async () => {
    const base = await bench.base(classification, 'refused');
    expect(await judge(base, { solver: 'saga' })).toMatchObject({
      score: null,
      reason: expect.stringMatching(/solver of logistic-regression must be one of lbfgs, batch/),
    });
    expect(await bench.services.tracking.runs.get(idOf('refused', 0))).toMatchObject({
      status: 'FAILED',
      reason: expect.stringMatching(/solver of logistic-regression must be one of lbfgs, batch/),
    });
  });
});
