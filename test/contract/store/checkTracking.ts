import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NewRun, TrackingStore } from '../../../layers/store/tracking.ts';

const runId = () => randomUUID().replaceAll('-', '');
const experimentName = () => `experiment-${randomUUID()}`;
const day = Date.UTC(2026, 10, 24);

async function start(tracking: TrackingStore, changes: Partial<NewRun> = {}): Promise<string> {
  const id = runId();
  await tracking.startRun({
    id,
    experiment: experimentName(),
    startedAt: new Date(day).toISOString(),
    ...changes,
  });
  return changes.id ?? id;
}

export function checkTracking(open: () => TrackingStore): void {
  test('a run is read as it was logged', async () => {
    const tracking = open();
    const experiment = experimentName();
    const id = await start(tracking, { experiment, name: 'first', tags: { 'a.b': 'c' } });
    await tracking.logParams(id, { 'best.model': 'linear-regression', 'a#b/c d': '' });
    await tracking.logMetrics(id, [{ key: 'rmse', value: 1.5, timestamp: day }]);
    await tracking.setTags(id, { 'a.b': 'd', note: 'x' });
    await tracking.logArtifact(id, 'deep/pipeline.json', 's3://bucket/p.json');
    await tracking.endRun(id, 'FINISHED');
    const { endedAt, ...run } = await tracking.getRun(id);
    expect(run).toEqual({
      id,
      experiment,
      experimentId: (await tracking.getExperiment({ name: experiment })).id,
      name: 'first',
      status: 'FINISHED',
      startedAt: day,
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
    await tracking.logParams(id, { alpha: '1' });
    await tracking.endRun(id, 'FINISHED');
    await start(tracking, { id, experiment, name: 'again' });
    expect(await tracking.getRun(id)).toMatchObject({ status: 'FINISHED', params: { alpha: '1' } });
    expect((await tracking.searchRuns({ experiment, limit: 10 })).runs).toHaveLength(1);
  });

  test('the first end of a run stays', async () => {
    const tracking = open();
    const id = await start(tracking);
    await tracking.endRun(id, 'FAILED', 'the gate is shut');
    await tracking.endRun(id, 'FINISHED', 'no');
    expect(await tracking.getRun(id)).toMatchObject({ status: 'FAILED', reason: 'the gate is shut' });
  });

  test('everything about a run that is not there is NotFound, and leaves nothing behind', async () => {
    const tracking = open();
    const id = runId();
    const missing = { name: 'NotFound' };
    await expect(tracking.getRun(id)).rejects.toMatchObject(missing);
    await expect(tracking.logParams(id, { a: '1' })).rejects.toMatchObject(missing);
    await expect(tracking.logMetrics(id, [{ key: 'a', value: 1, timestamp: 1 }])).rejects.toMatchObject(
      missing,
    );
    await expect(tracking.setTags(id, { a: '1' })).rejects.toMatchObject(missing);
    await expect(tracking.logArtifact(id, 'a', 's3://b/a')).rejects.toMatchObject(missing);
    await expect(tracking.endRun(id, 'FINISHED')).rejects.toMatchObject(missing);
    await expect(tracking.getExperiment({ name: experimentName() })).rejects.toMatchObject(missing);
    await expect(tracking.getExperiment({ id: '123' })).rejects.toMatchObject(missing);
    expect(await tracking.metricHistory(id, 'a')).toEqual([]);
  });

  test('a parameter may be repeated but not changed', async () => {
    const tracking = open();
    const id = await start(tracking);
    await tracking.logParams(id, { alpha: '0.1' });
    await tracking.logParams(id, { alpha: '0.1', beta: '2' });
    await expect(tracking.logParams(id, { beta: '3' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: /"beta".*"2".*"3"/,
    });
    expect((await tracking.getRun(id)).params).toEqual({ alpha: '0.1', beta: '2' });
  });

  test('long parameters are cut as MLflow cuts them, and repeat', async () => {
    const tracking = open();
    const id = await start(tracking);
    for (let i = 0; i < 2; i++) await tracking.logParams(id, { long: 'x'.repeat(7000) });
    expect((await tracking.getRun(id)).params.long).toBe('x'.repeat(6000));
  });

  test('a hundred parameters and tags and a thousand metrics go in at once', async () => {
    const tracking = open();
    const id = await start(tracking);
    const hundred = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`a long name number ${i}`, String(i)]),
    );
    await tracking.logParams(id, hundred);
    await tracking.setTags(id, hundred);
    await tracking.logMetrics(
      id,
      Array.from({ length: 1000 }, (_, i) => ({
        key: `metric-${i % 50}`,
        value: i,
        step: i,
        timestamp: day,
      })),
    );
    const run = await tracking.getRun(id);
    expect(run.params).toEqual(hundred);
    expect(run.tags).toEqual(hundred);
    expect(Object.keys(run.metrics)).toHaveLength(50);
    expect(run.metrics['metric-7']).toMatchObject({ value: 957, step: 957 });
    expect(await tracking.metricHistory(id, 'metric-7')).toHaveLength(20);
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
    const latest = async () => (await tracking.getRun(id)).metrics.loss;
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
      await tracking.logMetrics(id, [logged]);
      expect(await latest()).toEqual(expected);
    }
    expect((await tracking.metricHistory(id, 'loss')).map(({ value }) => value)).toEqual([
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
        tracking.logMetrics(id, [
          { key: 'loss', value: i, step: (i * 7) % 32, timestamp: day },
          { key: `own-${i}`, value: i, timestamp: day },
        ]),
      ),
    );
    const { metrics } = await tracking.getRun(id);
    expect(metrics.loss!.step).toBe(31);
    expect(Object.keys(metrics)).toHaveLength(33);
    expect((await tracking.metricHistory(id, 'loss')).map(({ step }) => step)).toEqual(
      Array.from({ length: 32 }, (_, i) => i),
    );
  });

  test('points that are logged again are the same points', async () => {
    const tracking = open();
    const id = await start(tracking);
    const points = [1, 2, 2].map((step) => ({ key: 'loss', value: step / 10, step, timestamp: day }));
    for (let i = 0; i < 2; i++) await tracking.logMetrics(id, points);
    expect(await tracking.metricHistory(id, 'loss')).toHaveLength(2);
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
    await tracking.logMetrics(id, [
      ...points,
      { key: 'loss#0', value: 1, timestamp: day },
      { key: 'los', value: 1, timestamp: day },
    ]);
    const seen = [];
    const sizes = [];
    let after: string | undefined;
    do {
      const page = await tracking.metricPage(id, 'loss', { limit: 3, ...(after && { after }) });
      seen.push(...page.points);
      sizes.push(page.points.length);
      after = page.next;
    } while (after);
    expect(seen).toEqual(points);
    expect(sizes).toEqual([3, 3, 1]);
    await expect(tracking.metricPage(id, 'loss', { limit: 3, after: 'x' })).rejects.toMatchObject({
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
      await expect(tracking.logMetrics(id, [point])).rejects.toMatchObject({ name: 'InvalidInput' });
    }
    expect((await tracking.getRun(id)).metrics).toEqual({});
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
      const page = await tracking.searchRuns({ experiment: experiments, limit: 3, ...(after && { after }) });
      seen.push(...page.runs.map(({ id }) => id));
      after = page.next;
      pages++;
    } while (after);
    expect(pages).toBe(3);
    expect([...seen].sort()).toEqual([...expected].sort());
    const startedAt = await Promise.all(seen.map(async (id) => (await tracking.getRun(id)).startedAt));
    expect(startedAt).toEqual(startedAt.toSorted((a, b) => b - a));
    await expect(
      tracking.searchRuns({ experiment: experiments[0]!, limit: 3, after: 'x' }),
    ).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  test('runs below a run are found through it and not among the others', async () => {
    const tracking = open();
    const experiment = experimentName();
    const parent = await start(tracking, { experiment });
    const child = await start(tracking, { experiment, parentId: parent });
    const top = await tracking.searchRuns({ experiment, limit: 10 });
    expect(top.runs.map(({ id }) => id)).toEqual([parent]);
    const below = await tracking.searchRuns({ parent, limit: 10 });
    expect(below.runs).toMatchObject([
      { id: child, parentId: parent, tags: { 'mlflow.parentRunId': parent } },
    ]);
  });

  test('an experiment has one id, found by name and by id, however many runs made it at once', async () => {
    const tracking = open();
    const name = experimentName();
    await Promise.all(Array.from({ length: 8 }, () => start(tracking, { experiment: name })));
    const experiment = await tracking.getExperiment({ name });
    expect(experiment).toEqual({ id: expect.stringMatching(/^\d+$/), name, createdAt: day });
    expect(await tracking.getExperiment({ id: experiment.id })).toEqual(experiment);
    expect((await tracking.listExperiments()).filter((one) => one.name === name)).toEqual([experiment]);
    expect((await tracking.searchRuns({ experiment: name, limit: 10 })).runs).toHaveLength(8);
  });
}
