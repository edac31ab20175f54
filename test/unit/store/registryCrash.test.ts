import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../layers/store/dynamo.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';
import { crashingEverywhere } from './crashing.ts';

let local: LocalTable;
let store: Store;
beforeAll(async () => {
  local = await openDynalite();
  store = openStore(local.table, local.client);
});
afterAll(() => local.close());

const by = { actor: 'ada', reason: 'test' };

async function make(name: string, versions = 2): Promise<void> {
  await store.catalog.createModel({ name, tags: { long: 'x'.repeat(300) } });
  for (let i = 0; i < versions; i++) await store.catalog.createVersion({ model: name, source: 's3://a' });
  await store.catalog.setAlias(name, 'best', '1', by);
}

/** The names of models that begin so. */
async function names(prefix: string): Promise<string[]> {
  const { models } = await store.catalog.searchModels({ filter: `name LIKE '${prefix}%'`, limit: 100 });
  return models.map(({ name }) => name);
}

test('a model that is renamed is there under one of its names, wherever its renamer crashed', async () => {
  await make('rename-a');
  const crashes = await crashingEverywhere(
    local,
    async ({ catalog }) => {
      // Whoever tries again may find that it is done.
      const there = await catalog.getModel('rename-b').catch((error: Error) => {
        if (error.message === 'crash') throw error;
        return undefined;
      });
      if (!there) await catalog.renameModel('rename-a', 'rename-b', by);
    },
    async () => {
      const there = await names('rename-');
      expect(there).toHaveLength(1);
      expect((await store.catalog.getByAlias(there[0]!, 'best')).version).toBe('1');
    },
  );
  expect(crashes).toBeGreaterThan(5);
  expect(await names('rename-')).toEqual(['rename-b']);
  expect((await store.registry.audit('rename-b')).map(({ action }) => action)).toEqual(['rename', 'promote']);
});

test('a name that a crashed renamer wanted is given to him, or to the next', async () => {
  for (let nth = 1; nth <= 8; nth++) {
    await make(`wanted-${nth}`, 1);
    let requests = 0;
    const client = local.connect();
    client.middlewareStack.add((next) => async (args) => {
      if (++requests > nth) throw new Error('crash');
      return next(args);
    });
    await openStore(local.table, client)
      .catalog.renameModel(`wanted-${nth}`, `name-${nth}`, by)
      .catch((error: Error) => expect(error.message).toBe('crash'));
    const isNew = await store.catalog.createModel({ name: `name-${nth}` }).then(
      () => true,
      (error: Error) => {
        expect(error.name).toBe('Conflict');
        return false;
      },
    );
    // Whoever got the name, the renamed model is there once.
    expect(await names(`wanted-${nth}`)).toHaveLength(isNew ? 1 : 0);
    expect((await store.catalog.getModel(isNew ? `wanted-${nth}` : `name-${nth}`)).aliases).toEqual({
      best: '1',
    });
  }
});

test('a model is deleted with all of its versions, wherever its deleter crashed', async () => {
  await make('delete-a', 3);
  const crashes = await crashingEverywhere(local, async ({ catalog }) => {
    await catalog.deleteModel('delete-a', by).catch((error: Error) => {
      if (error.name !== 'NotFound') throw error;
    });
  });
  expect(crashes).toBeGreaterThan(3);
  expect(await names('delete-')).toEqual([]);
  expect((await store.registry.audit('delete-a')).map(({ action }) => action)).toEqual(['delete', 'promote']);
  await store.catalog.createModel({ name: 'delete-a' });
  expect((await store.catalog.createVersion({ model: 'delete-a', source: 's3://a' })).version).toBe('1');
});

test('a version that is deleted is no more from the first write on, and audited once', async () => {
  await make('version-a', 2);
  await crashingEverywhere(local, async ({ catalog }) => {
    await catalog.deleteVersion('version-a', '1', by).catch((error: Error) => {
      if (error.name !== 'NotFound') throw error;
    });
  });
  await expect(store.catalog.getVersion('version-a', '1')).rejects.toMatchObject({ name: 'NotFound' });
  expect((await store.catalog.getModel('version-a')).aliases).toEqual({});
  const audit = await store.registry.audit('version-a');
  expect(audit.map(({ action }) => action)).toEqual(['delete-version', 'promote']);
});

test('a version whose maker crashed leaves no gap that anybody falls into', async () => {
  await store.catalog.createModel({ name: 'made-a' });
  await crashingEverywhere(local, ({ catalog }) =>
    catalog.createVersion({ model: 'made-a', source: 's3://a', tags: { long: 'x'.repeat(300) } }),
  );
  const { versions } = await store.catalog.searchVersions({ filter: "name = 'made-a'", limit: 100 });
  for (const { version } of versions) await store.catalog.getVersion('made-a', version);
  const [latest] = await store.catalog.latestVersions('made-a', []);
  expect(latest!.version).toBe(versions[0]!.version);
  const next = await store.catalog.createVersion({ model: 'made-a', source: 's3://b' });
  expect(Number(next.version)).toBe(Number(latest!.version) + 1);
});

test('serving reads an alias and its version in two requests', async () => {
  const version = {
    runId: 'a'.repeat(32),
    pipelineUri: 's3://bucket/pipeline.json',
    profileUri: 's3://bucket/profile.json',
    metrics: {},
    params: {},
    monitor: { capture: 1, retention: 30 },
    createdAt: 1_700_000_000_000,
  };
  await store.registry.registerVersion('served', version);
  await store.registry.setAlias('served', 'champion', '1', by);
  const client = local.connect();
  let requests = 0;
  client.middlewareStack.add((next) => async (args) => {
    requests++;
    return next(args);
  });
  const { registry } = openStore(local.table, client);
  const named = await registry.getAlias('served', 'champion');
  expect(await registry.getVersion('served', named)).toEqual({ ...version, model: 'served', version: '1' });
  expect(requests).toBe(2);
});
