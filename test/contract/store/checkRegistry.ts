import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NewVersion, Registry } from '../../../layers/store/registry.ts';

const by = { actor: 'ada', reason: 'test' };

function version(changes: Partial<NewVersion> = {}): NewVersion {
  return {
    runId: randomUUID().replaceAll('-', ''),
    pipelineUri: 's3://bucket/pipeline.json',
    profileUri: 's3://bucket/profile.json',
    metrics: { rmse: 1.5 },
    params: { model: 'linear-regression', alpha: 0.1 },
    signature: { inputs: [{ name: 'area', kind: 'number', required: true }], output: { kind: 'number' } },
    monitor: { capture: 1, retention: 30 },
    createdAt: 1_700_000_000_000,
    ...changes,
  };
}

/** A registry with a model of some versions. */
async function withVersions(registry: Registry, count: number): Promise<string> {
  const model = `model-${randomUUID()}`;
  for (let i = 0; i < count; i++)
    await registry.registerVersion(model, version({ createdAt: 1_700_000_000_000 + i }));
  return model;
}

export function checkRegistry(open: () => Registry): void {
  test('versions are numbered from 1 and kept as they were given', async () => {
    const registry = open();
    const model = `model-${randomUUID()}`;
    const first = version({ metrics: { auc: Number.NaN, logLoss: Number.POSITIVE_INFINITY, f1: 0.25 } });
    const second = version();
    expect(await registry.registerVersion(model, first)).toBe('1');
    expect(await registry.registerVersion(model, second)).toBe('2');
    expect(await registry.getVersion(model, '1')).toEqual({ ...first, model, version: '1' });
    expect((await registry.listVersions(model)).map((one) => one.runId)).toEqual([second.runId, first.runId]);
    expect(await registry.getModel(model)).toEqual({
      name: model,
      createdAt: first.createdAt,
      latest: '2',
      aliases: {},
    });
    expect((await registry.listModels()).map(({ name }) => name)).toContain(model);
  });

  test('more than nine versions stay in order', async () => {
    const registry = open();
    const model = await withVersions(registry, 11);
    expect((await registry.listVersions(model)).map((one) => one.version)).toEqual(
      Array.from({ length: 11 }, (_, i) => String(11 - i)),
    );
    expect((await registry.getModel(model)).latest).toBe('11');
  });

  test('the same run makes the same version, also at the same time', async () => {
    const registry = open();
    const model = `model-${randomUUID()}`;
    const one = version();
    const made = await Promise.all(Array.from({ length: 8 }, () => registry.registerVersion(model, one)));
    expect(new Set(made).size).toBe(1);
    expect(await registry.registerVersion(model, { ...one, metrics: { rmse: 9 } })).toBe(made[0]);
    const versions = await registry.listVersions(model);
    expect(versions).toHaveLength(1);
    expect(versions[0]!.metrics).toEqual({ rmse: 1.5 });
    expect((await registry.getModel(model)).latest).toBe(made[0]);
    expect((await registry.audit(model)).map(({ action }) => action)).toEqual(['register']);
  });

  test('runs that register at once get different versions', async () => {
    const registry = open();
    const model = `model-${randomUUID()}`;
    const made = await Promise.all(
      Array.from({ length: 8 }, () => registry.registerVersion(model, version())),
    );
    expect(made.map(Number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await registry.getModel(model)).latest).toBe('8');
  });

  test('what is missing is NotFound and says what there is', async () => {
    const registry = open();
    const model = await withVersions(registry, 2);
    const missing = { name: 'NotFound' };
    await expect(registry.getVersion(model, '3')).rejects.toMatchObject({ ...missing, message: /2, 1/ });
    await expect(registry.getVersion(model, '01')).rejects.toMatchObject(missing);
    await expect(registry.getVersion('nobody', '1')).rejects.toMatchObject(missing);
    await expect(registry.getModel('nobody')).rejects.toMatchObject(missing);
    await expect(registry.getAlias('nobody', 'champion')).rejects.toMatchObject(missing);
    await expect(registry.getAlias(model, 'champion')).rejects.toMatchObject(missing);
    await expect(registry.setAlias(model, 'champion', '3', by)).rejects.toMatchObject(missing);
    await expect(registry.rollback(model, 'champion', by)).rejects.toMatchObject(missing);
    expect(await registry.listVersions('nobody')).toEqual([]);
  });

  test('an alias moves, is audited and rolls back step by step', async () => {
    const registry = open();
    const model = await withVersions(registry, 3);
    for (const one of ['1', '2', '2', '3']) await registry.setAlias(model, 'champion', one, by);
    await registry.setAlias(model, 'shadow', '1', by);
    expect((await registry.getModel(model)).aliases).toEqual({ champion: '3', shadow: '1' });
    expect(await registry.rollback(model, 'champion', { actor: 'bob' })).toEqual({ from: '3', to: '2' });
    expect(await registry.rollback(model, 'champion', { actor: 'bob' })).toEqual({ from: '2', to: '1' });
    expect(await registry.getAlias(model, 'champion')).toBe('1');
    await expect(registry.rollback(model, 'champion', by)).rejects.toMatchObject({ name: 'Conflict' });

    const moves = (await registry.audit(model)).filter(({ alias }) => alias === 'champion');
    expect(moves.map(({ action, from, to, actor }) => [action, from, to, actor])).toEqual([
      ['rollback', '2', '1', 'bob'],
      ['rollback', '3', '2', 'bob'],
      ['promote', '2', '3', 'ada'],
      ['promote', '1', '2', 'ada'],
      ['promote', undefined, '1', 'ada'],
    ]);
  });

  test('of 32 moves that expect the same version, one wins', async () => {
    const registry = open();
    const model = await withVersions(registry, 3);
    await registry.setAlias(model, 'champion', '1', { ...by, expected: null });
    const moves = Array.from({ length: 32 }, (_, i) =>
      registry.setAlias(model, 'champion', i % 2 ? '2' : '3', { ...by, expected: '1' }),
    );
    const settled = await Promise.allSettled(moves);
    const lost = settled.filter((one) => one.status === 'rejected');
    expect(lost).toHaveLength(31);
    for (const { reason } of lost) expect(reason).toMatchObject({ name: 'Conflict' });
    expect((await registry.audit(model)).filter(({ action }) => action === 'promote')).toHaveLength(2);
  });

  test('of 32 moves at once none is lost: each starts where the one before ended', async () => {
    const registry = open();
    const model = await withVersions(registry, 3);
    await registry.setAlias(model, 'champion', '1', by);
    await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        registry.setAlias(model, 'champion', String(1 + (i % 3)), { actor: `actor-${i}`, reason: 'race' }),
      ),
    );
    const moves = (await registry.audit(model)).filter(({ action }) => action === 'promote').reverse();
    moves.slice(1).forEach((move, i) => {
      expect(move.from).toBe(moves[i]!.to);
    });
    expect(await registry.getAlias(model, 'champion')).toBe(moves.at(-1)!.to);
  });

  test('an alias cannot look like a version', async () => {
    const registry = open();
    const model = await withVersions(registry, 1);
    for (const alias of ['latest', 'v1', 'a b', '', 'x/y']) {
      await expect(registry.setAlias(model, alias, '1', by)).rejects.toMatchObject({ name: 'InvalidInput' });
    }
  });
}
