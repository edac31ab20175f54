import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proveParity } from '../../../functions/evaluate/parity.ts';
import { evaluate } from '../../../functions/evaluate/step.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import { FittedPipeline, type Table, takeRows } from '../../../layers/learn/index.ts';
import { openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore, type Store } from '../../../layers/store/dynamo.ts';
import { runIdOf } from '../../../layers/store/runId.ts';
import { startRun } from '../../../layers/store/tracking.ts';
import { writeArrow } from '../../../layers/tables/arrow.ts';
import type { ReferenceProfile } from '../../../layers/watch/profile.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';
import { letModel, rentModel, type Trained } from '../predict/flats.ts';

const startedAt = Date.UTC(2026, 10, 3);
const artifacts = openArtifacts();

let folder: string;
let table: LocalTable;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  table = await openDynalite();
  store = openStore(table.table, table.client);
});
afterAll(async () => {
  await table.close();
  await rm(folder, { recursive: true });
});

const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, row) => from + row);

/** The step on a model and its rows: 240 to learn from, 60 to judge by. */
async function evaluated(
  task: 'regression' | 'classification',
  trained: Trained,
  { train = '{candidates: [linear-regression]}', test: held = takeRows(trained.table, rows(240, 300)) } = {},
) {
  const base = `${pathToFileURL(folder).href}/${Math.random().toString(36).slice(2)}`;
  const target = task === 'regression' ? 'rent' : 'let';
  const spec = parseSpec(
    `{name: flats, task: ${task}, target: ${target}, data: {sources: {flats: x.csv}}, train: ${train}}`,
    'model.yaml',
  );
  const document = JSON.stringify(trained.pipeline.toJSON());
  const put = async (name: string, body: string | Uint8Array) => {
    await artifacts.put(`${base}/${name}`, body);
    return `${base}/${name}`;
  };
  const run = { execution: base, startedAt: '2026-11-03T00:00:00Z', trigger: 'test', cache: true };
  await startRun(store.tracking, { id: runIdOf(base), experiment: 'flats', startedAt: run.startedAt });
  const event = {
    model: 'flats',
    spec: await put('spec.json', JSON.stringify(spec)),
    run,
    prepared: {
      train: await put('train.arrow', writeArrow(takeRows(trained.table, rows(0, 240)))),
      test: await put('test.arrow', writeArrow(held)),
      hash: 'prepared',
      trainRows: 240,
      testRows: held.length,
    },
    fitted: {
      uri: await put('pipeline.json', document),
      hash: createHash('sha256').update(document).digest('hex'),
      model: 'any',
      params: {},
    },
  };
  const services = { artifacts, tracking: store.tracking, base };
  const result = await evaluate(event, services);
  const profile = JSON.parse(
    new TextDecoder().decode(await artifacts.get(result.profile)),
  ) as ReferenceProfile;
  return {
    ...result,
    profile,
    profileUri: result.profile,
    run: await store.tracking.runs.get(runIdOf(base)),
    again: () => evaluate(event, services),
    history: (key: string) => store.tracking.runs.history(runIdOf(base), key).then(({ points }) => points),
  };
}

describe('a model is judged on the test rows', () => {
  test('a regression', async () => {
    const { metrics, profile, profileUri, run, again, history } = await evaluated('regression', rentModel());
    expect(Object.keys(metrics)).toEqual(['mse', 'rmse', 'mae', 'r2']);
    // The rent is exactly linear.
    expect(metrics.r2).toBeCloseTo(1, 12);
    expect(run.metrics.r2).toMatchObject({ value: metrics.r2, timestamp: startedAt });
    expect(run.artifacts).toEqual({ 'profile.json': profileUri });
    expect(profile).toMatchObject({
      format: 'millrace-profile',
      version: 1,
      task: 'regression',
      target: 'rent',
      metrics,
    });
    expect(profile).not.toHaveProperty('positive');
    // The reference is what the model learned from, without the target.
    expect(Object.entries(profile.columns).map(([name, one]) => [name, one.rows])).toEqual([
      ['area', 240],
      ['rooms', 240],
      ['district', 240],
    ]);
    expect(profile.prediction.rows).toBe(240);
    expect(await again()).toEqual({ metrics, profile: profileUri });
    expect(await history('r2')).toHaveLength(1);
  });

  test.each([
    ['{candidates: [logistic-regression]}', '1'],
    ['{candidates: [logistic-regression], positive: -1}', '-1'],
  ])('a classification, with the class that counts as positive: %s', async (train, positive) => {
    const { metrics, profile } = await evaluated('classification', letModel(), { train });
    expect(Object.keys(metrics)).toEqual(['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss']);
    expect(metrics.auc).toBeGreaterThan(0.8);
    expect(profile).toMatchObject({ positive, metrics });
  });

  test('a class that there is none of is refused', async () => {
    const train = '{candidates: [logistic-regression], positive: perhaps}';
    await expect(evaluated('classification', letModel(), { train })).rejects.toThrow(
      /"perhaps" is none of the classes -1, 1/,
    );
  });
});

describe('a model that serving would answer otherwise is refused', () => {
  const trained = rentModel();
  const held = takeRows(trained.table, rows(0, 50));
  const model = trained.pipeline;
  const { task, target, columns, classes } = model;
  const skewed = (predictRecords: FittedPipeline['predictRecords']) =>
    Object.assign(new FittedPipeline(task, target, columns, model.model, classes), { predictRecords });
  const withHoles: Table = {
    ...held,
    columns: {
      ...held.columns,
      area: {
        kind: 'number',
        values: Float64Array.from({ length: 50 }, (_, row) => (row % 7 === 0 ? Number.NaN : 50)),
      },
      district: {
        kind: 'category',
        codes: Int32Array.from({ length: 50 }, (_, row) => (row % 5) - 1),
        categories: ['harbour', 'moon', 'station', 'market'],
      },
    },
  };

  test('the real one passes, with missing values and unseen categories too', () => {
    expect(() => proveParity(model, held)).not.toThrow();
    expect(() => proveParity(model, withHoles)).not.toThrow();
    expect(() => proveParity(letModel().pipeline, takeRows(letModel().table, rows(0, 50)))).not.toThrow();
  });

  test('by the last digit of one row', () => {
    const off = skewed((records) => {
      const { values } = model.predictRecords(records);
      return {
        values: (values as Float64Array).map((value, row) =>
          row === 3 ? value * (1 + Number.EPSILON) : value,
        ),
      };
    });
    expect(() => proveParity(off, held)).toThrow(/serving predicts .* for test row 3 .*not registered/);
  });

  test('by imputing otherwise', () => {
    const imputing = skewed((records) =>
      model.predictRecords(records.map((one) => ({ ...one, area: one.area ?? 0 }))),
    );
    expect(() => proveParity(imputing, held)).not.toThrow();
    expect(() => proveParity(imputing, withHoles)).toThrow(/test row 0 .*not registered/);
  });

  test('by refusing rows that training predicts', async () => {
    // Text categories in training, of which serving refuses numbers.
    const numbered: Table = {
      ...held,
      columns: { ...held.columns, district: { kind: 'number', values: new Float64Array(50).fill(2) } },
    };
    expect(() => model.predict(numbered)).not.toThrow();
    expect(() => proveParity(model, numbered)).toThrow(
      /serving refuses test rows .*district: must be a text, not 2.*not registered/,
    );
    await expect(evaluated('regression', trained, { test: numbered })).rejects.toThrow(/not registered/);
  });
});
