import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Store } from '../../../layers/store/dynamo.ts';
import type { ModelCatalog } from '../../../layers/store/registry/ModelCatalog.ts';

const by = { actor: 'ada', reason: 'test' };
const missing = { name: 'NotFound' };
const invalid = { name: 'InvalidInput' };
const taken = { name: 'Conflict', details: { exists: true } };

const fresh = (what = 'model') => `${what} ${randomUUID()}`;

/** A model with some versions of MLflow's own. */
async function withVersions(catalog: ModelCatalog, count: number): Promise<string> {
  const name = fresh();
  await catalog.createModel({ name });
  for (let i = 1; i <= count; i++) await catalog.createVersion({ model: name, source: `s3://models/${i}` });
  return name;
}

const numbers = (versions: readonly { version: string }[]) => versions.map(({ version }) => version);

export function checkCatalog(open: () => Pick<Store, 'catalog' | 'registry'>): void {
  test('a model is kept as it was made, long and odd texts too', async () => {
    const { catalog } = open();
    const name = fresh('mödél');
    const tags = { team: 'ä', long: 'x'.repeat(100_000), same: 'x'.repeat(100_000), '': '\0zero' };
    const made = await catalog.createModel({ name, tags, description: 'd'.repeat(5000) });
    expect(made).toMatchObject({ name, tags, description: 'd'.repeat(5000), aliases: {}, latest: [] });
    expect(await catalog.getModel(name)).toEqual(made);
    await expect(catalog.createModel({ name })).rejects.toMatchObject(taken);
    expect((await catalog.describeModel(name, 'other')).description).toBe('other');
    await catalog.setModelTag(name, 'team', 'b');
    await catalog.deleteModelTag(name, 'long');
    await catalog.deleteModelTag(name, 'long');
    expect((await catalog.getModel(name)).tags).toEqual({ team: 'b', same: tags.same, '': '\0zero' });
  });

  test('of many that make the same model at once one does', async () => {
    const { catalog } = open();
    const name = fresh();
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => catalog.createModel({ name })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject(taken);
  });

  test('names that are none are refused, missing models are not found', async () => {
    const { catalog } = open();
    for (const name of ['', '  ', 'a/b', 'a:b', '.', '..', 'x'.repeat(257)])
      await expect(catalog.createModel({ name })).rejects.toMatchObject(invalid);
    for (const act of [
      () => catalog.getModel('nobody'),
      () => catalog.renameModel('nobody', 'somebody', by),
      () => catalog.describeModel('nobody', ''),
      () => catalog.deleteModel('nobody', by),
      () => catalog.setModelTag('nobody', 'a', 'b'),
      () => catalog.deleteModelTag('nobody', 'a'),
      () => catalog.setAlias('nobody', 'a', '1', by),
      () => catalog.deleteAlias('nobody', 'a', by),
      () => catalog.getByAlias('nobody', 'a'),
      () => catalog.latestVersions('nobody', []),
      () => catalog.createVersion({ model: 'nobody', source: 's3://a' }),
      () => catalog.getVersion('nobody', '1'),
      () => catalog.deleteVersion('nobody', '1', by),
    ])
      await expect(act()).rejects.toMatchObject(missing);
  });

  test('versions are numbered from 1, also when many make them at once', async () => {
    const { catalog } = open();
    const name = await withVersions(catalog, 0);
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        catalog.createVersion({
          model: name,
          source: `s3://models/${i}`,
          runId: 'a'.repeat(32),
          tags: { text: `${i}`.repeat(400) },
        }),
      ),
    );
    const sorted = made.toSorted((a, b) => Number(a.version) - Number(b.version));
    expect(numbers(sorted)).toEqual(Array.from({ length: 24 }, (_, i) => String(i + 1)));
    for (const one of made) {
      expect(await catalog.getVersion(name, one.version)).toEqual(one);
      expect(one.tags.text).toBe(one.source.slice('s3://models/'.length).repeat(400));
    }
    for (const version of ['25', '0', '99999999999'])
      await expect(catalog.getVersion(name, version)).rejects.toMatchObject(missing);
    await expect(catalog.getVersion(name, 'x')).rejects.toMatchObject(invalid);
  });

  test('a version is described, tagged and found by its tags', async () => {
    const { catalog } = open();
    const name = await withVersions(catalog, 2);
    await catalog.setVersionTag(name, '1', 'k', 'v');
    await catalog.setVersionTag(name, '1', 'long', 'y'.repeat(1000));
    expect((await catalog.describeVersion(name, '1', 'first')).description).toBe('first');
    const search = (filter: string) => catalog.searchVersions({ filter, limit: 10 });
    const found = (await search(`name = '${name}' AND tags.long LIKE 'yy%' AND tags.k = 'v'`)).versions;
    expect(found).toEqual([await catalog.getVersion(name, '1')]);
    await catalog.deleteVersionTag(name, '1', 'k');
    await catalog.deleteVersionTag(name, '1', 'k');
    expect(Object.keys((await catalog.getVersion(name, '1')).tags)).toEqual(['long']);
    expect((await catalog.describeVersion(name, '1', undefined)).description).toBeUndefined();
  });

  test('of 16 writers of tags of one version each writes his', async () => {
    const { catalog } = open();
    const name = await withVersions(catalog, 1);
    const keys = Array.from({ length: 16 }, (_, i) => `k${i}`);
    await Promise.all(
      keys.flatMap((key) => [
        catalog.setVersionTag(name, '1', key, key),
        catalog.setModelTag(name, key, key),
      ]),
    );
    const all = Object.fromEntries(keys.map((key) => [key, key]));
    expect((await catalog.getVersion(name, '1')).tags).toEqual(all);
    expect((await catalog.getModel(name)).tags).toEqual(all);
  });

  test('stages: what is in one already is archived when that is asked for', async () => {
    const { catalog, registry } = open();
    const name = await withVersions(catalog, 4);
    const move = (version: string, stage: string, archives = false) =>
      catalog.transition(name, version, { stage, archives }, by);
    expect((await move('1', 'production')).stage).toBe('Production');
    await move('2', 'Production');
    await move('3', 'Production', true);
    const stages = async () =>
      Promise.all(['1', '2', '3', '4'].map(async (one) => (await catalog.getVersion(name, one)).stage));
    expect(await stages()).toEqual(['Archived', 'Archived', 'Production', 'None']);
    expect(numbers(await catalog.latestVersions(name, []))).toEqual(['2', '3', '4']);
    expect(numbers(await catalog.latestVersions(name, ['PRODUCTION', 'none']))).toEqual(['3', '4']);
    await move('4', 'Staging');
    await move('1', 'None');
    expect(numbers(await catalog.latestVersions(name, ['None']))).toEqual(['1']);
    await expect(move('1', 'Somewhere')).rejects.toMatchObject(invalid);
    await expect(move('1', 'Archived', true)).rejects.toMatchObject(invalid);
    await expect(move('9', 'Staging')).rejects.toMatchObject(missing);
    const moves = (await registry.audit(name)).map(({ action, from, to }) => [action, from, to]);
    expect(moves.slice(0, 2)).toEqual([
      ['transition', '1 Archived', '1 None'],
      ['transition', '4 None', '4 Staging'],
    ]);
    expect(moves).toHaveLength(5);
  });

  test('an alias names a version until it is deleted, or the version is', async () => {
    const { catalog, registry } = open();
    const name = await withVersions(catalog, 3);
    await catalog.setAlias(name, 'best', '1', by);
    await catalog.setAlias(name, 'best', '2', by);
    await catalog.setAlias(name, 'other-one', '2', by);
    await catalog.setAlias(name, 'latér', '3', by);
    expect(await catalog.getByAlias(name, 'best')).toMatchObject({
      version: '2',
      aliases: ['best', 'other-one'],
    });
    expect((await catalog.getByAlias(name, 'Latest')).version).toBe('3');
    await catalog.deleteAlias(name, 'latér', by);
    await catalog.deleteAlias(name, 'latér', by);
    await catalog.deleteVersion(name, '2', by);
    expect((await catalog.getModel(name)).aliases).toEqual({});
    await expect(catalog.getByAlias(name, 'best')).rejects.toMatchObject(invalid);
    await expect(catalog.getVersion(name, '2')).rejects.toMatchObject(missing);
    await expect(catalog.deleteVersion(name, '2', by)).rejects.toMatchObject(missing);
    await expect(catalog.setAlias(name, 'best', '2', by)).rejects.toMatchObject(missing);
    for (const alias of ['latest', 'V3', 'a b', 'x.y', '', 'x'.repeat(256)])
      await expect(catalog.setAlias(name, alias, '1', by)).rejects.toMatchObject(invalid);
    expect(
      (await registry.audit(name)).map(({ action, alias, from, to }) => [action, alias, from, to]),
    ).toEqual([
      ['delete-version', undefined, '2', undefined],
      ['delete-alias', 'latér', '3', undefined],
      ['promote', 'latér', undefined, '3'],
      ['promote', 'other-one', undefined, '2'],
      ['promote', 'best', '1', '2'],
      ['promote', 'best', undefined, '1'],
    ]);
  });

  test('the number of a deleted version is not given again', async () => {
    const { catalog } = open();
    const name = await withVersions(catalog, 2);
    await catalog.deleteVersion(name, '2', by);
    expect((await catalog.createVersion({ model: name, source: 's3://a' })).version).toBe('3');
    expect(numbers(await catalog.latestVersions(name, []))).toEqual(['3']);
    await catalog.deleteVersion(name, '3', by);
    expect(numbers(await catalog.latestVersions(name, []))).toEqual(['1']);
  });

  test('renamed, a model keeps its versions, aliases and audit; its old name is free', async () => {
    const { catalog, registry } = open();
    const name = await withVersions(catalog, 2);
    await catalog.setAlias(name, 'best', '1', by);
    await catalog.setVersionTag(name, '1', 'long', 'z'.repeat(500));
    const to = fresh();
    expect(await catalog.renameModel(name, to, by)).toMatchObject({ name: to, aliases: { best: '1' } });
    expect((await catalog.getByAlias(to, 'best')).tags.long).toBe('z'.repeat(500));
    await expect(catalog.getModel(name)).rejects.toMatchObject(missing);
    await expect(catalog.getVersion(name, '1')).rejects.toMatchObject(missing);
    await catalog.createModel({ name });
    await expect(catalog.renameModel(to, name, by)).rejects.toMatchObject(taken);
    await expect(catalog.renameModel(to, 'a/b', by)).rejects.toMatchObject(invalid);
    await catalog.deleteModel(name, by);
    await catalog.renameModel(to, name, by);
    expect(
      numbers((await catalog.searchVersions({ filter: `name = '${name}'`, limit: 10 })).versions),
    ).toEqual(['2', '1']);
    expect((await registry.audit(name)).map(({ action }) => action)).toEqual([
      'rename',
      'delete',
      'rename',
      'promote',
    ]);
  });

  test('of several that take the same name at once one gets it', async () => {
    const { catalog } = open();
    const names = await Promise.all(Array.from({ length: 5 }, () => withVersions(catalog, 1)));
    const to = fresh();
    const moves = await Promise.allSettled(names.map((name) => catalog.renameModel(name, to, by)));
    expect(moves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(numbers(await catalog.latestVersions(to, []))).toEqual(['1']);
    const left = await Promise.allSettled(names.map((name) => catalog.getModel(name)));
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  });

  test('deleted, a model leaves its name and its audit', async () => {
    const { catalog, registry } = open();
    const name = await withVersions(catalog, 2);
    await catalog.setAlias(name, 'best', '1', by);
    await catalog.deleteModel(name, by);
    await expect(catalog.getModel(name)).rejects.toMatchObject(missing);
    expect((await catalog.searchVersions({ filter: `name = '${name}'`, limit: 10 })).versions).toEqual([]);
    expect((await registry.audit(name)).map(({ action }) => action)).toEqual(['delete', 'promote']);
    await catalog.createModel({ name });
    expect((await catalog.createVersion({ model: name, source: 's3://a' })).version).toBe('1');
    expect((await catalog.getVersion(name, '1')).aliases).toEqual([]);
  });

  test('models are searched by name and tags, ordered, page by page', async () => {
    const { catalog } = open();
    const prefix = fresh('search');
    for (const [i, team] of ['red', 'blue', 'red'].entries())
      await catalog.createModel({ name: `${prefix} ${i}`, tags: { team } });
    const search = async (filter: string, orderBy: string[] = [], limit = 10, after?: string) => {
      const found = await catalog.searchModels({ filter, orderBy, limit, ...(after && { after }) });
      return { names: found.models.map(({ name }) => name.slice(prefix.length + 1)), next: found.next };
    };
    const ours = `name LIKE '${prefix}%'`;
    expect((await search(ours)).names).toEqual(['0', '1', '2']);
    expect((await search(`${ours} AND tags.team = 'red'`, ['name DESC'])).names).toEqual(['2', '0']);
    expect((await search(`${ours} AND (tags.team = 'blue' OR name = '${prefix} 2')`)).names).toEqual([
      '1',
      '2',
    ]);
    expect((await search(`name = '${prefix} 1'`)).names).toEqual(['1']);
    expect((await search(`name = 'nobody'`)).names).toEqual([]);
    const first = await search(ours, ['last_updated_timestamp DESC'], 2);
    expect(first.names).toHaveLength(2);
    const second = await search(ours, ['last_updated_timestamp DESC'], 2, first.next);
    expect([...first.names, ...second.names].sort()).toEqual(['0', '1', '2']);
    expect(second.next).toBeUndefined();
    await expect(search(ours, ['name', 'name DESC'])).rejects.toMatchObject(invalid);
    await expect(search(ours, [], 2, 'x')).rejects.toMatchObject(invalid);
  });

  test('prompts are found only by who asks for them, and share names with models', async () => {
    const { catalog } = open();
    const name = fresh('prompt');
    const tags = { 'mlflow.prompt.is_prompt': 'true' };
    await catalog.createModel({ name, tags });
    await catalog.createVersion({ model: name, source: 'dummy-source', tags });
    const asked = `name = '${name}' AND tags.\`mlflow.prompt.is_prompt\` = 'true'`;
    const usual = `name = '${name}' AND tags.\`mlflow.prompt.is_prompt\` != 'true'`;
    for (const [filter, count] of [
      [asked, 1],
      [usual, 0],
      [`name = '${name}'`, 0],
    ] as const) {
      expect((await catalog.searchModels({ filter, limit: 10 })).models).toHaveLength(count);
      expect((await catalog.searchVersions({ filter, limit: 10 })).versions).toHaveLength(count);
    }
    const model = await withVersions(catalog, 1);
    const [filter] = [`name = '${model}' AND tags.\`mlflow.prompt.is_prompt\` != 'true'`];
    expect((await catalog.searchVersions({ filter, limit: 10 })).versions).toHaveLength(1);
    await expect(catalog.createModel({ name })).rejects.toMatchObject({
      message: expect.stringContaining('taken by a prompt'),
    });
  });

  test('what a pipeline made is there too, and can be served; another version says that it cannot', async () => {
    const { catalog, registry } = open();
    const name = fresh();
    await registry.registerVersion(name, {
      runId: 'b'.repeat(32),
      pipelineUri: 's3://bucket/pipeline.json',
      profileUri: 's3://bucket/profile.json',
      metrics: { rmse: 1 },
      params: {},
      monitor: { capture: 1, retention: 30 },
      createdAt: 1_700_000_000_000,
    });
    await catalog.createVersion({ model: name, source: 's3://bucket/onnx' });
    expect(await catalog.getVersion(name, '1')).toMatchObject({
      source: 's3://bucket/pipeline.json',
      runId: 'b'.repeat(32),
      isPipeline: true,
    });
    expect((await catalog.getVersion(name, '2')).isPipeline).toBe(false);
    expect(numbers(await registry.listVersions(name))).toEqual(['1']);
    expect((await registry.getModel(name)).latest).toBe('2');
    await registry.setAlias(name, 'champion', '1', by);
    const cannot = { ...invalid, message: expect.stringContaining('cannot be served yet') };
    await expect(registry.setAlias(name, 'champion', '2', by)).rejects.toMatchObject(cannot);
    await expect(registry.getVersion(name, '2')).rejects.toMatchObject(cannot);
    expect(await registry.getAlias(name, 'champion')).toBe('1');
    await catalog.setAlias(name, 'champion', '2', by);
    expect(await registry.rollback(name, 'champion', by)).toEqual({ from: '2', to: '1' });
    await catalog.deleteVersion(name, '1', by);
    await expect(registry.getAlias(name, 'champion')).rejects.toMatchObject(missing);
    await expect(registry.getVersion(name, '1')).rejects.toMatchObject(missing);
  });
}
