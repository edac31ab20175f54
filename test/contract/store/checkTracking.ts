import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type StartedRun, startRun, type TrackingStore } from '../../../layers/store/tracking.ts';

const runId = () => randomUUID().replaceAll('-', '');
const experimentName = () => `experiment-${randomUUID()}`;
const day = Date.UTC(2026, 10, 24);

async function start(tracking: TrackingStore, changes: Partial<StartedRun> = {}): Promise<string> {
  const id = runId();
  await startRun(tracking, {
    id,
    experiment: experimentName(),
    startedAt: new Date(day).toISOString(),
    ...changes,
  });
  return changes.id ?? id;
}

async function searchRuns(tracking: TrackingStore, experiment: string, filter?: string) {
  const experimentIds = [await tracking.experiments.ensure(experiment)];
  return tracking.runs.search({ experimentIds, limit: 10, ...(filter && { filter }) });
}

export function checkTracking(open: () => TrackingStore): void {
  test('a run is read as it was logged', async () => {
    const tracking = open();
    const experiment = experimentName();
    const id = await start(tracking, { experiment, name: 'first', tags: { 'a.b': 'c' } });
    await tracking.runs.log(id, { params: { 'best.model': 'linear-regression', 'a#b/c d': '' } });
    await tracking.runs.log(id, { metrics: [{ key: 'rmse', value: 1.5, timestamp: day }] });
    await tracking.runs.log(id, { tags: { 'a.b': 'd', note: 'x' } });
    await tracking.runs.logArtifact(id, 'deep/pipeline.json', 's3://bucket/p.json');
    await tracking.runs.end(id, 'FINISHED');
    const { endedAt, ...run } = await tracking.runs.get(id);
    expect(run).toEqual({
      id,
      experimentId: (await tracking.experiments.getByName(experiment)).id,
      name: 'first',
      user: '',
      status: 'FINISHED',
      lifecycle: 'active',
      startedAt: day,
      inputs: [],
      outputs: [],
      params: { 'best.model': 'linear-regression', 'a#b/c d': '' },
      metrics: { rmse: { key: 'rmse', value: 1.5, step: 0, timestamp: day } },
      tags: { 'a.b': 'd', note: 'x' },
      artifacts: { 'deep/pipeline.json': 's3://bucket/p.json' },
    });
    expect(endedAt).toBeGreaterThan(day);
  });

  test('starting a run again keeps what is there', async () => {
    const tracking = open();
    const experiment = experimentName();
    const id = await start(tracking, { experiment });
    await tracking.runs.log(id, { params: { alpha: '1' } });
    await tracking.runs.end(id, 'FINISHED');
    await start(tracking, { id, experiment, name: 'again' });
    expect(await tracking.runs.get(id)).toMatchObject({ status: 'FINISHED', params: { alpha: '1' } });
    expect((await searchRuns(tracking, experiment)).runs).toHaveLength(1);
  });

  test('the first end of a run stays', async () => {
    const tracking = open();
    const id = await start(tracking);
    await tracking.runs.end(id, 'FAILED', 'the gate is shut');
    await tracking.runs.end(id, 'FINISHED', 'no');
    expect(await tracking.runs.get(id)).toMatchObject({ status: 'FAILED', reason: 'the gate is shut' });
  });

  test('everything about a run that is not there is NotFound, and leaves nothing behind', async () => {
    const tracking = open();
    const id = runId();
    const missing = { name: 'NotFound' };
    await expect(tracking.runs.get(id)).rejects.toMatchObject(missing);
    await expect(tracking.runs.log(id, { params: { a: '1' } })).rejects.toMatchObject(missing);
    await expect(
      tracking.runs.log(id, { metrics: [{ key: 'a', value: 1, timestamp: 1 }] }),
    ).rejects.toMatchObject(missing);
    await expect(tracking.runs.log(id, { tags: { a: '1' } })).rejects.toMatchObject(missing);
    await expect(tracking.runs.logArtifact(id, 'a', 's3://b/a')).rejects.toMatchObject(missing);
    await expect(tracking.runs.end(id, 'FINISHED')).rejects.toMatchObject(missing);
    await expect(tracking.experiments.getByName(experimentName())).rejects.toMatchObject(missing);
    await expect(tracking.experiments.get('123')).rejects.toMatchObject(missing);
    await expect(tracking.runs.history(id, 'a')).rejects.toMatchObject(missing);
  });

  test('a parameter may be repeated but not changed', async () => {
    const tracking = open();
    const id = await start(tracking);
    await tracking.runs.log(id, { params: { alpha: '0.1' } });
    await tracking.runs.log(id, { params: { alpha: '0.1', beta: '2' } });
    await expect(tracking.runs.log(id, { params: { beta: '3' } })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: /"beta".*"2".*"3"/,
    });
    expect((await tracking.runs.get(id)).params).toEqual({ alpha: '0.1', beta: '2' });
  });

  test('long parameters are cut as MLflow cuts them, and repeat', async () => {
    const tracking = open();
    const id = await start(tracking);
    for (let i = 0; i < 2; i++) await tracking.runs.log(id, { params: { long: 'x'.repeat(7000) } });
    expect((await tracking.runs.get(id)).params.long).toBe('x'.repeat(6000));
  });

  test('equal long texts are logged under many names at once', async () => {
    const tracking = open();
    const id = await start(tracking);
    const twice = { one: 'x'.repeat(1000), two: 'x'.repeat(1000) };
    await tracking.runs.log(id, { params: twice, tags: twice });
    expect(await tracking.runs.get(id)).toMatchObject({ params: twice, tags: twice });
  });

  test('a start that is no time is refused, and nothing is left behind', async () => {
    const tracking = open();
    const id = runId();
    const started = start(tracking, { id, startedAt: 'yesterday' });
    await expect(started).rejects.toMatchObject({ name: 'InvalidInput', message: /"yesterday"/ });
    await expect(tracking.runs.get(id)).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('a hundred parameters and tags and a thousand metrics go in at once', async () => {
    const tracking = open();
    const id = await start(tracking);
    const hundred = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`a long name number ${i}`, String(i)]),
    );
    await tracking.runs.log(id, { params: hundred });
    await tracking.runs.log(id, { tags: hundred });
    await tracking.runs.log(id, {
      metrics: Array.from({ length: 1000 }, (_, i) => ({
        key: `metric-${i % 50}`,
        value: i,
        step: i,
        timestamp: day,
      })),
    });
    const run = await tracking.runs.get(id);
    expect(run.params).toEqual(hundred);
    expect(run.tags).toEqual(hundred);
    expect(Object.keys(run.metrics)).toHaveLength(50);
    expect(run.metrics['metric-7']).toMatchObject({ value: 957, step: 957 });
    expect((await tracking.runs.history(id, 'metric-7')).points).toHaveLength(20);
  });

  test('the latest metric goes by step, then timestamp, then value, in whichever order points come', async () => {
    const tracking = open();
    const id = await start(tracking);
    const point = (step: number, timestamp: number, value: number) => ({
      key: 'loss',
      step,
      timestamp,
      value,
    });
    const latest = async () => (await tracking.runs.get(id)).metrics.loss;
    for (const [logged, expected] of [
      [point(-2, 50, 9), point(-2, 50, 9)],
      [point(1, 10, 5), point(1, 10, 5)],
      [point(0, 99, 7), point(1, 10, 5)],
      [point(1, 9, 8), point(1, 10, 5)],
      [point(1, 10, -6), point(1, 10, 5)],
      [point(1, 10, 6), point(1, 10, 6)],
      [point(10, 1, Number.NaN), point(10, 1, Number.NaN)],
      [point(10, 1, Number.NEGATIVE_INFINITY), point(10, 1, Number.NEGATIVE_INFINITY)],
    ] as const) {
      await tracking.runs.log(id, { metrics: [logged] });
      expect(await latest()).toEqual(expected);
    }
    expect((await tracking.runs.history(id, 'loss')).points.map(({ value }) => value)).toEqual([
      9,
      7,
      8,
      -6,
      5,
      6,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  test('writers of one metric at once agree on the latest and lose no point', async () => {
    const tracking = open();
    const id = await start(tracking);
    await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        tracking.runs.log(id, {
          metrics: [
            { key: 'loss', value: i, step: (i * 7) % 32, timestamp: day },
            { key: `own-${i}`, value: i, timestamp: day },
          ],
        }),
      ),
    );
    const { metrics } = await tracking.runs.get(id);
    expect(metrics.loss!.step).toBe(31);
    expect(Object.keys(metrics)).toHaveLength(33);
    expect((await tracking.runs.history(id, 'loss')).points.map(({ step }) => step)).toEqual(
      Array.from({ length: 32 }, (_, i) => i),
    );
  });

  test('points that are logged again are the same points', async () => {
    const tracking = open();
    const id = await start(tracking);
    const points = [1, 2, 2].map((step) => ({ key: 'loss', value: step / 10, step, timestamp: day }));
    for (let i = 0; i < 2; i++) await tracking.runs.log(id, { metrics: points });
    expect((await tracking.runs.history(id, 'loss')).points).toHaveLength(2);
  });

  test('a history comes in pages, and only of its own metric', async () => {
    const tracking = open();
    const id = await start(tracking);
    const points = Array.from({ length: 7 }, (_, step) => ({
      key: 'loss',
      value: -step / 3,
      step,
      timestamp: day,
    }));
    await tracking.runs.log(id, {
      metrics: [
        ...points,
        { key: 'loss#0', value: 1, timestamp: day },
        { key: 'los', value: 1, timestamp: day },
      ],
    });
    const seen = [];
    const sizes = [];
    let after: string | undefined;
    do {
      const page = await tracking.runs.history(id, 'loss', { limit: 3, ...(after && { after }) });
      seen.push(...page.points);
      sizes.push(page.points.length);
      after = page.next;
    } while (after);
    expect(seen).toEqual(points);
    expect(sizes).toEqual([3, 3, 1]);
    await expect(tracking.runs.history(id, 'loss', { limit: 3, after: 'x' })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  test('a metric that is no number is refused', async () => {
    const tracking = open();
    const id = await start(tracking);
    const bad = [
      { key: 'a', value: '1' as unknown as number, timestamp: day },
      { key: 'a', value: 1, step: 0.5, timestamp: day },
      { key: 'a', value: 1, timestamp: Number.NaN },
    ];
    for (const point of bad) {
      await expect(tracking.runs.log(id, { metrics: [point] })).rejects.toMatchObject({
        name: 'InvalidInput',
      });
    }
    expect((await tracking.runs.get(id)).metrics).toEqual({});
  });

  test('runs of many experiments come newest first, page by page, each once', async () => {
    const tracking = open();
    const experiments = [experimentName(), experimentName()];
    const expected: string[] = [];
    for (let i = 0; i < 9; i++) {
      const startedAt = new Date(day + Math.floor(i / 2) * 1000).toISOString();
      expected.unshift(await start(tracking, { experiment: experiments[i % 2]!, startedAt }));
    }
    const seen: string[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const page = await tracking.runs.search({
        experimentIds: await Promise.all(experiments.map((name) => tracking.experiments.ensure(name))),
        limit: 3,
        ...(after && { after }),
      });
      seen.push(...page.runs.map(({ id }) => id));
      after = page.next;
      pages++;
    } while (after);
    expect(pages).toBe(3);
    expect([...seen].sort()).toEqual([...expected].sort());
    const startedAt = await Promise.all(seen.map(async (id) => (await tracking.runs.get(id)).startedAt));
    expect(startedAt).toEqual(startedAt.toSorted((a, b) => b - a));
    await expect(tracking.runs.search({ experimentIds: ['1'], limit: 3, after: 'x' })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  test('runs below a run are found by its tag, and the others without it', async () => {
    const tracking = open();
    const experiment = experimentName();
    const parent = await start(tracking, { experiment });
    const child = await start(tracking, { experiment, parentId: parent });
    const found = async (filter: string) =>
      (await searchRuns(tracking, experiment, filter)).runs.map(({ id }) => id);
    expect(await found('tags.mlflow.parentRunId IS NULL')).toEqual([parent]);
    expect(await found(`tags.mlflow.parentRunId = '${parent}'`)).toEqual([child]);
  });

  test('an experiment has one id, found by name and by id, however many runs made it at once', async () => {
    const tracking = open();
    const name = experimentName();
    await Promise.all(Array.from({ length: 8 }, () => start(tracking, { experiment: name })));
    const experiment = await tracking.experiments.getByName(name);
    expect(experiment).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      name,
      lifecycle: 'active',
      tags: {},
    });
    expect(await tracking.experiments.get(experiment.id)).toEqual(experiment);
    const all = await tracking.experiments.search({ filter: `name = '${name}'`, view: 'all', limit: 10 });
    expect(all.experiments).toEqual([experiment]);
    expect((await searchRuns(tracking, name)).runs).toHaveLength(8);
  });
}
