import { randomInt, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LoggedModelStore, ModelMetric } from '../../../layers/store/tracking/LoggedModelStore.ts';

const missing = { name: 'NotFound' };
const invalid = { name: 'InvalidInput' };
const runId = 'a'.repeat(32);

const newExperiment = () => String(randomInt(1e12));
const point = (changes: Partial<ModelMetric> = {}): ModelMetric => ({
  key: 'rmse',
  value: 1,
  timestamp: 1000,
  step: 0,
  runId,
  ...changes,
});

export function checkLoggedModels(open: () => LoggedModelStore): void {
  test('a model is kept as it was logged, then finished, tagged and deleted', async () => {
    const models = open();
    const given = {
      experimentId: newExperiment(),
      name: 'forest',
      type: 'classifier',
      sourceRunId: runId,
      params: { depth: '3', long: 'x'.repeat(6000) },
      tags: { by: 'ada', 'odd key/ü': '\0' },
    };
    const made = await models.create(given);
    expect(made).toMatchObject({ ...given, status: 'PENDING', lifecycle: 'active', metrics: [] });
    expect(made.id).toMatch(/^m-[0-9a-f]{32}$/);
    expect(await models.create({ ...given, id: made.id, name: 'other' })).toEqual(made);
    expect((await models.finalize(made.id, 'READY')).status).toBe('READY');
    await models.setTags(made.id, { by: 'bob', note: 'y'.repeat(1000) });
    await models.deleteTag(made.id, 'odd key/ü');
    await models.logParams(made.id, { depth: '3', trees: '10' });
    expect(await models.get(made.id)).toMatchObject({
      params: { ...given.params, trees: '10' },
      tags: { by: 'bob', note: 'y'.repeat(1000) },
    });
    await expect(models.deleteTag(made.id, 'odd key/ü')).rejects.toMatchObject(missing);
    await expect(models.logParams(made.id, { depth: '4' })).rejects.toMatchObject(invalid);
    await models.delete(made.id);
    await expect(models.get(made.id)).rejects.toMatchObject(missing);
    expect((await models.get(made.id, true)).lifecycle).toBe('deleted');
  });

  test('what is missing is not found', async () => {
    const models = open();
    const id = `m-${randomUUID()}`;
    for (const act of [
      () => models.get(id),
      () => models.finalize(id, 'READY'),
      () => models.delete(id),
      () => models.setTags(id, { a: 'b' }),
      () => models.setTags(id, {}),
      () => models.deleteTag(id, 'a'),
      () => models.logParams(id, { a: 'b' }),
      () => models.logMetrics(id, [point()]),
    ])
      await expect(act()).rejects.toMatchObject(missing);
  });

  test('its metrics are kept with their data sets, each point once', async () => {
    const models = open();
    const { id } = await models.create({ experimentId: newExperiment(), name: 'm' });
    const points = [
      point({ value: Number.NaN }),
      point({ step: 1, timestamp: 2000, value: Number.NEGATIVE_INFINITY }),
      point({ step: 2, timestamp: 2000, datasetName: 'homes', datasetDigest: 'abc' }),
    ];
    await models.logMetrics(id, points);
    await models.logMetrics(id, points.slice(0, 2));
    expect((await models.get(id)).metrics).toEqual(points);
  });

  test('of many writers and thousands of points the newest stay', async () => {
    const models = open();
    const { id } = await models.create({ experimentId: newExperiment(), name: 'm' });
    const steps = Array.from({ length: 1200 }, (_, step) => step);
    for (let start = 0; start < steps.length; start += 400) {
      const chunk = steps.slice(start, start + 400);
      await Promise.all(
        Array.from({ length: 4 }, (_, writer) =>
          models.logMetrics(
            id,
            chunk
              .filter((step) => step % 4 === writer)
              .map((step) => point({ key: `k${writer}`, step, timestamp: step })),
          ),
        ),
      );
    }
    const { metrics } = await models.get(id);
    for (let writer = 0; writer < 4; writer++) {
      const own = metrics.filter(({ key }) => key === `k${writer}`).map(({ step }) => step);
      expect(Math.max(...own)).toBe(1196 + writer);
    }
    expect(metrics.length).toBeLessThan(1200);
  });

  test('models are searched by everything they have', async () => {
    const models = open();
    const experimentId = newExperiment();
    const make = async (name: string, more: object, metrics: readonly ModelMetric[] = []) => {
      const { id } = await models.create({ experimentId, name, ...more });
      await models.logMetrics(id, metrics);
      return id;
    };
    const first = await make('first', { params: { depth: '3' }, tags: { by: 'ada' } }, [
      point({ value: 5, timestamp: 1 }),
      point({ value: 1, timestamp: 2, datasetName: 'homes', datasetDigest: 'abc' }),
    ]);
    await make('second', { params: { depth: '4' }, type: 'agent' }, [point({ value: 2 })]);
    const gone = await make('gone', {});
    await make('third', {});
    await models.delete(gone);
    const search = async (more: object) =>
      (await models.search({ experimentIds: [experimentId], limit: 10, ...more })).models.map(
        ({ name }) => name,
      );
    expect((await search({})).sort()).toEqual(['first', 'second', 'third']);
    expect(await search({ filter: 'metrics.rmse > 4' })).toEqual(['first']);
    expect(await search({ filter: "params.depth = '4' AND model_type = 'agent'" })).toEqual(['second']);
    expect(await search({ filter: `model_id = '${first}' OR tags.by = 'eve'` })).toEqual(['first']);
    expect(await search({ filter: 'metrics.rmse > 4', datasets: [{ name: 'homes' }] })).toEqual([]);
    expect(await search({ datasets: [{ name: 'homes', digest: 'abc' }] })).toEqual(['first']);
    expect(await search({ datasets: [{ name: 'homes', digest: 'x' }] })).toEqual([]);
    const byMetric = (descending: boolean) => [{ field: 'metrics.rmse', descending }];
    expect(await search({ orderBy: byMetric(false) })).toEqual(['first', 'second', 'third']);
    expect(await search({ orderBy: byMetric(true) })).toEqual(['second', 'first', 'third']);
    const ofHomes = [{ field: 'metrics.rmse', descending: true, datasetName: 'homes' }];
    expect((await search({ orderBy: ofHomes }))[0]).toBe('first');
    expect(await search({ orderBy: [{ field: 'name', descending: true }] })).toEqual([
      'third',
      'second',
      'first',
    ]);
    for (const refused of [
      { filter: "nothing = 'x'" },
      { filter: 'metrics.rmse LIKE 1' },
      { orderBy: [{ field: 'params.depth', descending: true }] },
      { orderBy: [{ field: 'nothing', descending: true }] },
      { after: 'x' },
    ])
      await expect(search(refused)).rejects.toMatchObject(invalid);
  });

  test('a search goes on page by page, newest first or by another order', async () => {
    const models = open();
    const experimentIds = [newExperiment(), newExperiment()];
    const names: string[] = [];
    for (let i = 0; i < 7; i++) {
      names.push(`m${i}`);
      await models.create({ experimentId: experimentIds[i % 2]!, name: `m${i}` });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const [orderBy, expected] of [
      [undefined, names.toReversed()],
      [[{ field: 'creation_time', descending: true }], names.toReversed()],
      [[{ field: 'creation_timestamp', descending: false }], names],
      [[{ field: 'name', descending: false }], names],
    ] as const) {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await models.search({
          experimentIds,
          limit: 3,
          ...(orderBy && { orderBy }),
          ...(after && { after }),
        });
        found.push(...page.models.map(({ name }) => name));
        expect(page.models.length).toBeLessThanOrEqual(3);
        after = page.next;
      } while (after);
      expect(found).toEqual(expected);
    }
    const { next } = await models.search({ experimentIds, limit: 3 });
    await expect(
      models.search({ experimentIds: experimentIds.slice(1), limit: 3, after: next! }),
    ).rejects.toMatchObject(invalid);
  });
}
