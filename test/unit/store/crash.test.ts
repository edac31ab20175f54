import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../layers/store/dynamo.ts';
import type { NewVersion } from '../../../layers/store/registry.ts';
import { startRun } from '../../../layers/store/tracking.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';
import { crashingEverywhere } from './crashing.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await openDynalite();
});
afterAll(() => local.close());

const version: NewVersion = {
  runId: 'a'.repeat(32),
  pipelineUri: 's3://bucket/pipeline.json',
  profileUri: 's3://bucket/profile.json',
  metrics: { rmse: 1 },
  params: {},
  monitor: { capture: 1, retention: 30 },
  createdAt: 1_700_000_000_000,
};

test('a registration that crashes at any point is completed by the next one', async () => {
  const { registry } = openStore(local.table, local.client);
  const crashes = await crashingEverywhere(local, (store) =>
    store.registry.registerVersion('crash-register', version),
  );
  expect(crashes).toBeGreaterThanOrEqual(4);
  const versions = await registry.listVersions('crash-register');
  expect(versions.map(({ runId }) => runId)).toEqual([version.runId]);
  expect((await registry.getModel('crash-register')).latest).toBe(versions[0]!.version);
  expect(await registry.audit('crash-register')).toHaveLength(1);
});

test('an alias that moved is audited, wherever its mover crashed', async () => {
  const { registry } = openStore(local.table, local.client);
  await registry.registerVersion('crash-move', version);
  await registry.registerVersion('crash-move', { ...version, runId: 'b'.repeat(32) });
  await registry.setAlias('crash-move', 'champion', '1', { actor: 'ada', reason: 'first' });
  const move = { actor: 'ada', reason: 'second' };
  expect(
    await crashingEverywhere(local, (store) => store.registry.setAlias('crash-move', 'champion', '2', move)),
  ).toBeGreaterThan(1);
  expect(await registry.getAlias('crash-move', 'champion')).toBe('2');
  await registry.rollback('crash-move', 'champion', { actor: 'bob' });
  const moves = (await registry.audit('crash-move')).filter(({ alias }) => alias);
  expect(moves.map(({ from, to }) => [from, to])).toEqual([
    ['2', '1'],
    ['1', '2'],
    [undefined, '1'],
  ]);
});

test('metrics that are logged again after a crash are whole', async () => {
  const { tracking } = openStore(local.table, local.client);
  const id = 'e'.repeat(32);
  await crashingEverywhere(local, (store) =>
    startRun(store.tracking, { id, experiment: 'crash', startedAt: '2026-11-24T00:00:00.000Z' }),
  );
  const points = Array.from({ length: 60 }, (_, step) => ({
    key: `m${step % 30}`,
    value: step,
    step,
    timestamp: 1,
  }));
  await crashingEverywhere(local, (store) => store.tracking.runs.log(id, { metrics: points }));
  expect(Object.keys((await tracking.runs.get(id)).metrics)).toHaveLength(30);
  expect((await tracking.runs.history(id, 'm3')).points.map(({ value }) => value)).toEqual([3, 33]);
});

test('a table that cannot be reached is a fault that heals', async () => {
  const client = local.connect({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
  const { registry } = openStore(local.table, client);
  await expect(registry.getVersion('any', '1')).rejects.toMatchObject({ name: 'Transient' });
});
