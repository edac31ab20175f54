import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { specJsonSchema } from '../../../layers/contracts/jsonSchema.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [key: string]: unknown;
}

const file = 'models/model.schema.json';
const committed = readFileSync(file, 'utf8');
const schema = JSON.parse(committed) as Schema;

/** Every key of every mapping in a schema, by its path. */
function* keysOf(value: unknown, path = ''): Generator<[path: string, schema: Schema]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries((value as Schema).properties ?? {})) {
    yield [`${path}.${key}`, one];
    yield* keysOf(one, `${path}.${key}`);
  }
  for (const [key, one] of Object.entries(value)) if (key !== 'properties') yield* keysOf(one, path);
}

describe('models/model.schema.json', () => {
  test('is what the spec says now: else run `npm run schema`', () => {
    expect(committed).toBe(specJsonSchema());
  });

  test('explains every key', () => {
    const keys = [...keysOf(schema)];
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.filter(([, { description = '' }]) => description.length < 10)).toEqual([]);
  });

  // By another reader than the one that checks specs.
  const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);

  test.each([
    'models/housing',
    'models/ad-clicks',
    'test/endToEnd/models/rent',
    'test/endToEnd/models/signup',
  ])('takes the spec of %s', (folder) => {
    const spec = parse(readFileSync(`${folder}/model.yaml`, 'utf8'));
    expect(read.safeParse(spec).error?.issues ?? []).toEqual([]);
  });

  test.each([
    ['an unknown key', { traget: 'price' }],
    ['an unknown parameter', { train: { candidates: [{ model: 'linear-regression', alpha: 1 }] } }],
    ['a number out of range', { split: { test: 2 } }],
    ['a gate without a metric', { gates: [{ min: 0.5 }] }],
  ])('refuses %s', (_, change) => {
    const spec = { ...parse(readFileSync('models/housing/model.yaml', 'utf8')), ...change };
    expect(read.safeParse(spec).success).toBe(false);
  });
});
