import { beforeEach, expect, test } from 'vitest';
import { ModelCache } from '../../../functions/predict/ModelCache.ts';
import { NotFound, Transient } from '../../../layers/contracts/errors.ts';
import { MemoryRegistry, memoryArtifacts } from './memoryStore.ts';
import { newVersion, rent } from './serve.ts';

const by = { actor: 'test', reason: 'test' };
const document = JSON.stringify(rent);

/** A registry that counts questions, and answers as it is told to. */
class AskedRegistry extends MemoryRegistry {
  aliasesAsked = 0;
  versionsAsked: string[] = [];
  failure: Error | undefined;

  override getAlias(model: string, alias: string): Promise<string> {
    this.aliasesAsked += 1;
    return this.failure ? Promise.reject(this.failure) : super.getAlias(model, alias);
  }

  override getVersion(model: string, version: string) {
    this.versionsAsked.push(version);
    return super.getVersion(model, version);
  }
}

let registry: AskedRegistry;
let cache: ModelCache;
let now: number;

beforeEach(async () => {
  registry = new AskedRegistry();
  now = 0;
  cache = new ModelCache(registry, memoryArtifacts({ 'memory://rent': document }), () => now);
  for (let version = 0; version < 2; version++) {
    await registry.registerVersion('rent', newVersion('memory://rent'));
  }
  await registry.setAlias('rent', 'champion', '1', by);
  registry.versionsAsked = [];
});

const champion = async () => (await cache.byAlias('rent', 'champion')).version;

test('an alias is believed for two seconds, and a moved one is seen after', async () => {
  expect(await champion()).toBe('1');
  await registry.setAlias('rent', 'champion', '2', by);
  now = 1999;
  expect(await champion()).toBe('1');
  expect(registry.aliasesAsked).toBe(1);
  now = 2000;
  expect(await champion()).toBe('2');
  expect(registry.aliasesAsked).toBe(2);
});

test('many requests at once ask and load once', async () => {
  const loaded = await Promise.all(Array.from({ length: 50 }, () => cache.byAlias('rent', 'champion')));
  expect(new Set(loaded).size).toBe(1);
  expect(registry.aliasesAsked).toBe(1);
  expect(registry.versionsAsked).toEqual(['1']);
});

test('an alias that moves while the registry answers is seen two seconds after the question', async () => {
  const answered = champion();
  now = 1500;
  await answered;
  now = 2000;
  await champion();
  expect(registry.aliasesAsked).toBe(2);
});

test('the last known version serves while the registry does not answer', async () => {
  await champion();
  registry.failure = new Transient('DynamoDB did not answer');
  now = 60_000;
  expect(await champion()).toBe('1');
  registry.failure = undefined;
  await registry.setAlias('rent', 'champion', '2', by);
  now = 62_000;
  expect(await champion()).toBe('2');
});

test('without a last known version the failure is told, and the next request asks again', async () => {
  registry.failure = new Transient('DynamoDB did not answer');
  await expect(champion()).rejects.toBe(registry.failure);
  registry.failure = undefined;
  expect(await champion()).toBe('1');
});

test('an alias that was taken away is not found, also when it was known', async () => {
  await champion();
  registry.failure = new NotFound('no alias');
  now = 2000;
  await expect(champion()).rejects.toMatchObject({ name: 'NotFound' });
  registry.failure = new Transient('DynamoDB did not answer');
  await expect(champion()).rejects.toMatchObject({ name: 'Transient' });
});

test('a version that could not be loaded is loaded at the next request', async () => {
  const files: Record<string, string> = {};
  cache = new ModelCache(registry, memoryArtifacts(files), () => now);
  const cannot = /version 1 of rent cannot be loaded from memory:\/\/rent/;
  await expect(cache.byVersion('rent', '1')).rejects.toThrow(cannot);
  files['memory://rent'] = '{"format":"pickle"}';
  await expect(cache.byVersion('rent', '1')).rejects.toMatchObject({
    name: 'Error',
    cause: { name: 'InvalidInput' },
  });
  files['memory://rent'] = document;
  expect((await cache.byVersion('rent', '1')).version).toBe('1');
});

test('the twenty versions used last are kept', async () => {
  for (let version = 2; version < 21; version++) {
    await registry.registerVersion('rent', newVersion('memory://rent'));
  }
  const numbers = Array.from({ length: 21 }, (_, index) => String(index + 1));
  for (const version of numbers.slice(0, 20)) await cache.byVersion('rent', version);
  await cache.byVersion('rent', '1');
  await cache.byVersion('rent', '21');
  registry.versionsAsked = [];
  await cache.byVersion('rent', '1');
  await cache.byVersion('rent', '3');
  expect(registry.versionsAsked).toEqual([]);
  await cache.byVersion('rent', '2');
  expect(registry.versionsAsked).toEqual(['2']);
});
