import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MonitorReport } from '../../../functions/monitor/step.ts';
import type { Store } from '../../../layers/store/dynamo.ts';
import { startRun } from '../../../layers/store/tracking.ts';
import type { LocalTable } from '../../contract/store/openDynalite.ts';
import { flat, letOf, rentOf } from '../predict/flats.ts';
import { hour, Monitored, minute, openTable } from './Monitored.ts';

const start = Date.UTC(2026, 10, 3, 12);
const day = 24 * hour;

let store: Store;
let table: LocalTable;
beforeAll(async () => {
  ({ store, table } = await openTable());
});
afterAll(() => table.close());

let models = 0;
const watched = (task: 'regression' | 'classification', settings?: string) =>
  new Monitored(store, `model-${++models}`, task, settings);
const flats = (count: number, from = 0) => Array.from({ length: count }, (_, index) => flat(from + index));
/** Two of three columns moved. */
const drifted = (count: number) =>
  flats(count).map((one) => ({ ...one, area: one.area + 200, district: 'moon' }));
const reportOf = (result: unknown) => result as MonitorReport;

describe('a window of predictions', () => {
  test('without a champion is skipped, and measures nothing', async () => {
    const nobody = watched('regression');
    expect(await nobody.tick(start)).toEqual({ skipped: `${nobody.model} has no champion yet` });
    await nobody.register({ champion: false });
    expect(await nobody.tick(start)).toEqual({ skipped: `${nobody.model} has no champion yet` });
    expect(nobody.measured).toEqual([]);
    expect(await store.reports.latestReport(nobody.model)).toBeUndefined();
  });

  test('of a registry that cannot be read fails, lest it look like peace', async () => {
    const model = watched('regression');
    await model.register();
    const broken = new Monitored(
      {
        ...store,
        registry: Object.assign(Object.create(store.registry), {
          getModel: async () => Promise.reject(new Error('throttled')),
        }),
      },
      model.model,
      'regression',
    );
    await expect(broken.tick(start)).rejects.toThrow('throttled');
  });

  test('with too few rows decides nothing, and measures only how many there were', async () => {
    const model = watched('regression');
    await model.register();
    await model.serve(drifted(99), start);
    const report = reportOf(await model.tick(start + minute));
    expect(report).toMatchObject({ version: '1', drift: { rows: 99, decided: false, dataDrift: false } });
    expect(model.measured).toEqual([{ MonitoredRows: { value: 99, unit: 'Count' } }]);
  });

  test('like the training data is calm, one unlike it has drifted; both are kept', async () => {
    const model = watched('regression');
    await model.register();
    await model.serve(flats(300), start);
    const calm = reportOf(await model.tick(start + minute));
    expect(calm.drift).toMatchObject({ rows: 300, decided: true, dataDrift: false, share: 0 });
    expect(calm.drift.prediction).toMatchObject({ drifted: false });
    expect(await store.reports.latestReport(model.model)).toEqual(calm);

    await model.serve(drifted(900), start + hour);
    const report = reportOf(await model.tick(start + hour + minute));
    expect(report.drift).toMatchObject({ rows: 1200, dataDrift: true, share: 2 / 3 });
    expect(report.drift.columns.district!.newCategories).toEqual({ moon: 900 });
    expect(await store.reports.latestReport(model.model)).toEqual(report);
    expect(model.measured.at(-1)).toMatchObject({ DataDrift: { value: 2 / 3, unit: 'None' } });
    expect(model.started).toEqual([]);
  });

  test('is as long as the spec says, up to now, and of the champion alone', async () => {
    const model = watched('regression', '{drift: {window: 2 hours, minRows: 10}}');
    await model.register();
    await model.serve(flats(11), start - 3 * hour);
    await model.serve(flats(13), start - hour);
    await model.serve(flats(17), start - hour, '2');
    await model.serve(flats(19), start + minute);
    const report = reportOf(await model.tick(start));
    expect(report).toMatchObject({ drift: { rows: 13 }, from: new Date(start - 2 * hour).toISOString() });
    await model.register();
    expect(reportOf(await model.tick(start))).toMatchObject({ version: '2', drift: { rows: 17 } });
  });
});

describe('outcomes', () => {
  test('that agree are no decay, others are', async () => {
    const model = watched('regression');
    await model.register();
    const rows = flats(200);
    const asked = await model.serve(rows, start);
    await model.tell(
      asked.map(({ id }, index) => ({ id, outcome: rentOf(rows[index]!) })),
      start + hour,
    );
    const calm = reportOf(await model.tick(start + 2 * hour));
    expect(calm.performance).toMatchObject({ rows: 200, decayed: false });
    // The last word counts.
    await model.tell(
      asked.map(({ id }, index) => ({ id, outcome: 1.5 * rentOf(rows[index]!) })),
      start + 3 * hour,
    );
    const worse = reportOf(await model.tick(start + 4 * hour));
    expect(worse.performance).toMatchObject({ rows: 200, decayed: true });
    expect(model.measured.at(-1)!.Decay!.value).toBe(worse.performance!.decay);
  });

  test('that come in late belong to predictions before the window', async () => {
    const model = watched('regression', '{drift: {window: 1 hour}}');
    await model.register();
    const asked = await model.serve(flats(120), start - 5 * hour);
    await model.tell(
      asked.map(({ id }) => ({ id, outcome: 1 })),
      start - minute,
    );
    const report = reportOf(await model.tick(start));
    expect(report).toMatchObject({
      drift: { rows: 0, decided: false },
      performance: { rows: 120, decayed: true },
    });
    expect(model.measured.at(-1)).toMatchObject({ Decay: { unit: 'None' } });
  });

  test('too few, of another version, or of nothing that was captured say nothing', async () => {
    const model = watched('regression');
    await model.register();
    const few = await model.serve(flats(99), start);
    const others = await model.serve(flats(200), start, '2');
    const outcomes = [...few, ...others].map(({ id }) => ({ id, outcome: 1 }));
    await model.tell([...outcomes, { id: `${randomUUID()}:0`, outcome: 1 }], start + minute);
    const report = reportOf(await model.tick(start + hour));
    expect(report.performance).toBeUndefined();
    expect(model.measured.at(-1)).not.toHaveProperty('Decay');
  });

  test('of one class alone have no AUC', async () => {
    const model = watched('classification');
    await model.register();
    const asked = await model.serve(flats(150), start);
    await model.tell(
      asked.map(({ id }) => ({ id, outcome: '-1' })),
      start + minute,
    );
    const { performance } = reportOf(await model.tick(start + hour));
    expect(Object.keys(performance!.metrics)).toEqual(['logLoss']);
    expect(Number.isFinite(performance!.decay)).toBe(true);
  });

  test('are judged by the class that training counted as positive, as the test set was', async () => {
    const model = watched('classification');
    await model.register();
    const asked = await model.serve(flats(300), start);
    await model.tell(
      asked.map(({ id }, index) => ({ id, outcome: String(letOf(index)) })),
      start + minute,
    );
    const { performance } = reportOf(await model.tick(start + hour));
    const { metrics } = await store.registry.getVersion(model.model, '1');
    expect(performance!.metrics.f1).toBeCloseTo(metrics.f1!, 12);
    expect(performance!.metrics.auc).toBeCloseTo(metrics.auc!, 12);
    expect(performance!.decay).toBeCloseTo(0, 12);
  });
});

describe('drift that is to retrain', () => {
  const retraining = '{onDrift: retrain, drift: {window: 24 hours}}';

  test('starts the pipeline once, however often the monitor sees it', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(200), start);
    const first = reportOf(await model.tick(start + minute));
    expect(model.started).toHaveLength(1);
    expect(first.retrain).toEqual({ version: '1', at: first.at, execution: model.started[0] });
    for (let tick = 1; tick < 24; tick += 4) {
      const report = reportOf(await model.tick(start + tick * hour));
      expect(report.drift.dataDrift).toBe(true);
      expect(report.retrain).toEqual(first.retrain);
    }
    expect(model.started).toHaveLength(1);
  });

  test('starts it again when it still lasts a window later, under another name', async () => {
    const model = watched('regression', retraining);
    await model.register();
    for (let at = start; at < start + 4 * day; at += 6 * hour) {
      await model.serve(drifted(150), at);
      await model.tick(at + minute);
    }
    expect(model.started).toHaveLength(4);
    expect(new Set(model.started).size).toBe(4);
  });

  test('starts it for a new version that drifts too, without waiting', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(150), start);
    await model.tick(start + minute);
    await model.register();
    await model.serve(drifted(150), start + hour, '2');
    expect(reportOf(await model.tick(start + hour + minute)).retrain).toMatchObject({ version: '2' });
    expect(model.started).toHaveLength(2);
  });

  test('waits for a training that runs, whoever started it', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(200), start);
    const run = {
      id: randomUUID().replaceAll('-', ''),
      experiment: model.model,
      startedAt: new Date(start).toISOString(),
    };
    await startRun(store.tracking, run);
    expect(reportOf(await model.tick(start + minute)).retrain).toBeUndefined();
    expect(model.started).toEqual([]);
    await store.tracking.runs.end(run.id, 'FAILED', 'test');
    await model.tick(start + hour);
    expect(model.started).toHaveLength(1);
  });

  test('does not wait for ever for a run that never ended', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(200), start);
    const startedAt = new Date(start - day - hour).toISOString();
    await startRun(store.tracking, {
      id: randomUUID().replaceAll('-', ''),
      experiment: model.model,
      startedAt,
    });
    await model.tick(start + minute);
    expect(model.started).toHaveLength(1);
  });

  test('is asked for by one name when the monitor is run again after a failure, or twice at once', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(200), start);
    const reports = { ...store.reports, putReport: () => Promise.reject(new Error('throttled')) };
    const failing = new Monitored({ ...store, reports }, model.model, 'regression', retraining);
    Object.assign(failing, { files: Reflect.get(model, 'files') });
    await expect(failing.tick(start + minute)).rejects.toThrow('throttled');
    await Promise.all([model.tick(start + 2 * minute), model.tick(start + 2 * minute)]);
    const names = [...failing.started, ...model.started];
    expect(names.length).toBeGreaterThan(1);
    // Step Functions starts a name once.
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^[\w-]{1,80}$/);
  });

  test('that cannot be started does not silence the alarm', async () => {
    const model = watched('regression', retraining);
    await model.register();
    await model.serve(drifted(200), start);
    await expect(
      model.tick(start + minute, { retrain: () => Promise.reject(new Error('throttled')) }),
    ).rejects.toThrow('throttled');
    expect(model.measured.at(-1)).toHaveProperty('DataDrift');
    await model.tick(start + 2 * minute);
    expect(model.started).toHaveLength(1);
  });

  test('does nothing while there is none, or where the spec asks for an alarm alone', async () => {
    const calm = watched('regression', retraining);
    await calm.register();
    await calm.serve(flats(300), start);
    await calm.tick(start + minute);
    const alarm = watched('regression', '{onDrift: alarm}');
    await alarm.register();
    await alarm.serve(drifted(300), start);
    expect(reportOf(await alarm.tick(start + minute)).drift.dataDrift).toBe(true);
    expect([...calm.started, ...alarm.started]).toEqual([]);
  });
});
