import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameOf } from '../../../cli/commands/init.ts';
import { draftSpec } from '../../../cli/draft.ts';
import { draftYaml } from '../../../cli/draftYaml.ts';
import type { Column, Table } from '../../../layers/contracts/columns.ts';
import { InvalidInput } from '../../../layers/contracts/errors.ts';
import { specJsonSchema } from '../../../layers/contracts/jsonSchema.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import { millrace } from './terminal.ts';

const numbers = (values: readonly number[]): Column => ({
  kind: 'number',
  values: Float64Array.from(values),
});
function categories(values: readonly string[]): Column {
  const names = [...new Set(values)].sort();
  return {
    kind: 'category',
    codes: Int32Array.from(values, (value) => names.indexOf(value)),
    categories: names,
  };
}
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

function houses(extra: Record<string, Column> = {}): Table {
  return {
    length: 40,
    columns: {
      id: numbers(upTo(40)),
      area: numbers(upTo(40).map((row) => (row === 3 ? Number.NaN : 50 + row / 2))),
      district: categories(upTo(40).map((row) => `district ${row % 3}`)),
      price: numbers(upTo(40).map((row) => 1000 + 17 * row)),
      ...extra,
    },
  };
}

describe('a drafted spec', () => {
  test('parses, and says what the data looks like', () => {
    const text = draftYaml({ name: 'houses', source: './houses.csv', draft: draftSpec(houses(), 'price') });
    const spec = parseSpec(text, 'model.yaml');
    expect(spec).toMatchObject({
      name: 'houses',
      task: 'regression',
      target: 'price',
      data: { sources: { data: './houses.csv' } },
      features: { area: { kind: 'number' }, district: { kind: 'category' } },
      split: { by: 'random' },
    });
    expect(Object.keys(spec.features)).toEqual(['area', 'district']);
    expect(text).toContain('area: { kind: number } # 50 to 69.5, 2.5 % missing');
    expect(text).toContain('# id: { kind: number } # left out: its numbers count the rows');
  });

  test('classifies text, and whole numbers of few values', () => {
    for (const target of [
      categories(upTo(40).map((row) => (row % 2 ? 'yes' : 'no'))),
      categories(upTo(40).map((row) => ['stays', 'leaves', 'returns'][row % 3]!)),
      numbers(upTo(40).map((row) => row % 2)),
    ]) {
      const text = draftYaml({
        name: 'churn',
        source: './churn.csv',
        draft: draftSpec(houses({ churned: target }), 'churned'),
      });
      expect(parseSpec(text, 'model.yaml')).toMatchObject({
        task: 'classification',
        split: { by: 'stratified' },
        train: { metric: 'auc' },
      });
    }
  });

  test('leaves out what teaches nothing, each with its reason', () => {
    const table = houses({
      same: categories(upTo(40).map(() => 'x')),
      empty: numbers(upTo(40).map(() => Number.NaN)),
      rare: numbers(upTo(40).map((row) => (row === 0 ? 1 : Number.NaN))),
      comment: categories(upTo(40).map((row) => `text ${row}`)),
    });
    const left = Object.fromEntries(
      draftSpec(table, 'price').columns.flatMap(({ name, leftOut }) => (leftOut ? [[name, leftOut]] : [])),
    );
    expect(Object.keys(left).sort()).toEqual(['comment', 'empty', 'id', 'rare', 'same']);
    expect(left.comment).toContain('identifier');
  });

  test('parses whatever the columns are called', () => {
    // What YAML, JavaScript and Unicode take for a sign, a space or a line's end, beside any text.
    const sign = fc.constantFrom(...'-!?:#&*%@`|>[]{},"\'\\~=< \t\r\n\u0085\u00a0\u2028\ufeff', 'a', 'é');
    const column = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
        fc.string({ unit: sign, minLength: 1, maxLength: 6 }),
      )
      // A replacement character says that the file was not UTF-8, which is refused.
      .filter((name) => name !== '__proto__' && !name.includes('\ufffd'));
    fc.assert(
      fc.property(fc.uniqueArray(column, { minLength: 2, maxLength: 5 }), ([target = '', ...others]) => {
        const columns = Object.fromEntries(
          [...others, target].map((name) => [name, numbers(upTo(30).map((row) => row / 2))]),
        );
        const text = draftYaml({
          name: 'any-name',
          source: './any.csv',
          draft: draftSpec({ length: 30, columns }, target),
        });
        const spec = parseSpec(text, 'model.yaml');
        expect(spec.target).toBe(target);
        expect(Object.keys(spec.features).sort()).toEqual(others.sort());
      }),
      { numRuns: 300, examples: [[['-\u00a0', '!']]] },
    );
  });

  test.each([
    ['an unknown target', 'prix', 'it has id, area, district, price'],
    ['a constant target', 'same', 'the same value in every row'],
    ['a target of free text', 'comment', 'text with 60 distinct values, too many for classes (50 at most)'],
  ])('is refused for %s', (_, target, message) => {
    const table = { ...houses({}), length: 60 };
    const columns = {
      ...houses().columns,
      ...(target === 'prix'
        ? {}
        : {
            same: numbers(upTo(60).map(() => 1)),
            comment: categories(upTo(60).map((row) => `text ${row}`)),
          }),
    };
    expect(() => draftSpec({ ...table, columns }, target)).toThrow(InvalidInput);
    expect(() => draftSpec({ ...table, columns }, target)).toThrow(message);
  });

  test.each([
    ['/data/Houses_2.csv', 'houses-2'],
    ['/data/2024 sales.csv.gz', 'sales'],
    ['/data/churn.parquet', 'churn'],
  ])('%s makes a model called %s', (file, name) => expect(nameOf(file)).toBe(name));
});

describe('millrace init and check', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-init-'));
    writeFileSync(
      join(folder, 'houses.csv'),
      ['area,district,price', ...upTo(40).map((row) => `${50 + row},d${row % 3},${1000 + 17 * row}`)].join(
        '\n',
      ),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('make a model that passes its own check, with the data beside it', async () => {
    expect(await millrace(folder, ['init', 'houses.csv', '--target', 'price'])).toMatchObject({
      code: 0,
      out: 'models/houses/model.yaml\n',
    });
    expect(existsSync(join(folder, 'models/houses/houses.csv'))).toBe(true);
    const { code, out } = await millrace(folder, ['check', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { name: 'houses', file: 'models/houses/model.yaml', faults: [], rows: 40, features: 2 },
    ]);
  });

  test('bring the schema that editors complete the spec by', async () => {
    await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    const [first = ''] = readFileSync(join(folder, 'models/houses/model.yaml'), 'utf8').split('\n');
    const schema = join(folder, 'models/houses', first.replace('# yaml-language-server: $schema=', ''));
    expect(readFileSync(schema, 'utf8')).toBe(specJsonSchema());
  });

  test('need a file, not a folder', async () => {
    mkdirSync(join(folder, 'data'));
    const { code, err } = await millrace(folder, ['init', 'data', '--target', 'price']);
    expect({ code, err }).toEqual({
      code: 1,
      err: '✗ there is no file data: name one that is there, relative to this folder\n',
    });
  });

  test('name the column that was meant', async () => {
    const { code, err } = await millrace(folder, ['init', 'houses.csv', '--target', 'prize']);
    expect({ code, err }).toEqual({
      code: 1,
      err: '✗ the data has no column "prize": did you mean price?\n',
    });
    expect(existsSync(join(folder, 'models'))).toBe(false);
  });

  test('never overwrite', async () => {
    await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    writeFileSync(join(folder, 'models/houses/model.yaml'), 'mine');
    const again = await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    expect(again.code).toBe(1);
    expect(again.err).toContain('never overwrites');
    expect(readFileSync(join(folder, 'models/houses/model.yaml'), 'utf8')).toBe('mine');
  });

  test('find every fault of spec and data at once, each with its line', async () => {
    await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    const file = join(folder, 'models/houses/model.yaml');
    const good = readFileSync(file, 'utf8');
    const lineOf = (text: string, part: string) =>
      text.split('\n').findIndex((line) => line.startsWith(part)) + 1;

    const unlikeData = good
      .replace('area: { kind: number }', 'aera: { kind: number }')
      .replace('district: { kind: category }', 'district: { kind: number }');
    writeFileSync(file, unlikeData);
    const data = await millrace(folder, ['check', 'houses']);
    expect(data.code).toBe(1);
    expect(data.out).toContain(`models/houses/model.yaml:${lineOf(unlikeData, '  aera:')}`);
    expect(data.out).toContain(`models/houses/model.yaml:${lineOf(unlikeData, '  district:')}`);
    expect(data.err).toContain('2 faults in 1 model');

    const unlikeSchema = good.replace('task: regression', 'task: guessing').replace('folds: 5', 'folds: 500');
    writeFileSync(file, unlikeSchema);
    const schema = await millrace(folder, ['check']);
    expect(schema.out).toContain(`models/houses/model.yaml:${lineOf(unlikeSchema, 'task:')}`);
    expect(schema.out).toContain(`models/houses/model.yaml:${lineOf(unlikeSchema, '  folds:')}`);
  });

  test('tell of a file that is missing, at the line that names it', async () => {
    await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    rmSync(join(folder, 'models/houses/houses.csv'));
    const { code, out } = await millrace(folder, ['check']);
    expect(code).toBe(1);
    expect(out).toMatch(/model\.yaml:\d+ {2}there is no file houses\.csv/);
  });

  test('name the models there are when one is not', async () => {
    mkdirSync(join(folder, 'models'), { recursive: true });
    expect((await millrace(folder, ['check', 'houses'])).err).toContain(
      'there are none: make one with `millrace init`',
    );
    await millrace(folder, ['init', 'houses.csv', '--target', 'price']);
    expect((await millrace(folder, ['check', 'hauses'])).err).toContain('did you mean houses?');
  });
});
