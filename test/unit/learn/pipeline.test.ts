import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ColumnSpec,
  createEstimator,
  FittedPipeline,
  fitPipeline,
  type Table,
  takeRows,
} from '../../../layers/learn/index.ts';

const row = fc.record({
  area: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  town: fc.option(fc.constantFrom('north', 'south', 'constructor', '__proto__', 'never seen')),
  storey: fc.option(fc.integer({ min: 0, max: 5 })),
});
type Row = { area: number | null; town: string | null; storey: number | null };

const columns: ColumnSpec[] = [
  { name: 'area', kind: 'number', impute: 'median', scale: 'standard', encode: 'one-hot' },
  { name: 'town', kind: 'category', impute: 'most-frequent', scale: 'none', encode: 'one-hot' },
  { name: 'storey', kind: 'category', impute: 'most-frequent', scale: 'none', encode: 'one-hot' },
];

/** As a snapshot is read: text is a category, numbers are numbers. */
function tableOf(rows: readonly Row[]): Table {
  const towns = [...new Set(rows.map(({ town }) => town))].filter((town) => town !== null).sort();
  const numbers = (values: (number | null)[]) =>
    ({ kind: 'number', values: Float64Array.from(values, (value) => value ?? Number.NaN) }) as const;
  return {
    length: rows.length,
    columns: {
      area: numbers(rows.map(({ area }) => area)),
      town: {
        kind: 'category',
        codes: Int32Array.from(rows, ({ town }) => (town === null ? -1 : towns.indexOf(town))),
        categories: towns,
      },
      storey: numbers(rows.map(({ storey }) => storey)),
    },
  };
}

const training: Row[] = Array.from({ length: 80 }, (_, index) => ({
  area: index % 7 === 0 ? null : ((index * 37) % 90) + 0.5,
  town: ['north', 'south', 'constructor', null][index % 4]!,
  storey: index % 11 === 0 ? null : index % 3,
}));
const target = Float64Array.from(training, ({ area, storey }) => 3 * (area ?? 40) + 10 * (storey ?? 1));
const withTarget = (values: Float64Array): Table => {
  const table = tableOf(training);
  return { ...table, columns: { ...table.columns, y: { kind: 'number', values } } };
};

const fitted = {
  regression: fitPipeline(
    { task: 'regression', target: 'y', columns, estimator: createEstimator('linear-regression') },
    withTarget(target),
  ),
  classification: fitPipeline(
    { task: 'classification', target: 'y', columns, estimator: createEstimator('logistic-regression') },
    withTarget(target.map((value) => (value > 150 ? 1 : -1))),
  ),
};

describe.each(['regression', 'classification'] as const)('a fitted pipeline: %s', (task) => {
  const pipeline = fitted[task];

  test('predicts of records what it predicts of the table, missing values and unseen categories included', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        expect(pipeline.predictRecords(rows)).toEqual(pipeline.predict(tableOf(rows)));
      }),
    );
  });

  test('predicts each row by itself as among others', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const alone = rows.map((one) => pipeline.predictRecords([one]).values[0]);
        expect(alone).toEqual([...pipeline.predictRecords(rows).values]);
      }),
    );
  });

  test('predicts the same after JSON and back, to the byte', () => {
    const text = JSON.stringify(pipeline.toJSON());
    const loaded = FittedPipeline.fromJSON(JSON.parse(text));
    expect(JSON.stringify(loaded.toJSON())).toBe(text);
    expect(loaded.signature).toEqual(pipeline.signature);
    expect(loaded.featureNames).toEqual(pipeline.featureNames);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        expect(loaded.predictRecords(rows)).toEqual(pipeline.predictRecords(rows));
      }),
    );
  });

  test('imputes null as training imputed, and an unseen category is none of the known', () => {
    const [area, town, storey] = pipeline.columns;
    const asked = { area: null, town: null, storey: null };
    const spelled = { area: area!.fill, town: town!.fill, storey: Number(storey!.fill) };
    expect(pipeline.predictRecords([asked])).toEqual(pipeline.predictRecords([spelled]));
    const [known, unseen] = ['south', 'elsewhere'].map((name) =>
      pipeline.predictRecords([{ ...spelled, town: name }]),
    );
    const other = pipeline.predictRecords([{ ...spelled, town: 'nowhere' }]);
    expect(unseen).toEqual(other);
    expect(known).not.toEqual(unseen);
  });

  test('same seed, same document', () => {
    const again = fitPipeline(
      {
        task,
        target: 'y',
        columns,
        estimator: createEstimator(task === 'regression' ? 'linear-regression' : 'logistic-regression'),
      },
      withTarget(task === 'regression' ? target : target.map((value) => (value > 150 ? 1 : -1))),
    );
    expect(JSON.stringify(again.toJSON())).toBe(JSON.stringify(pipeline.toJSON()));
  });

  test('no rows, no predictions', () => {
    expect([...pipeline.predict(tableOf([])).values]).toEqual([]);
  });
});

test('classes and probabilities belong together, and add up to 1', () => {
  const { values, probabilities, classes } = fitted.classification.predict(tableOf(training));
  expect(classes).toEqual(['-1', '1']);
  for (const [index, value] of [...values].entries()) {
    const [negative, positive] = probabilities!.map((one) => one[index]!);
    expect(negative! + positive!).toBeCloseTo(1, 15);
    expect(value).toBe(positive! > 0.5 ? '1' : '-1');
  }
});

const fault = (message: RegExp) =>
  expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(message) });
const good = { area: 50, town: 'north', storey: 1 };

test.each([
  [{ ...good, area: 'big' }, /instances\[0\].area: must be a number, not "big"/],
  [{ ...good, area: Number.NaN }, /instances\[0\].area: must be a number, not NaN/],
  [{ ...good, area: Number.POSITIVE_INFINITY }, /instances\[0\].area: must be a number, not Infinity/],
  [{ area: 50, town: 'north' }, /instances\[0\].storey: is missing/],
  [{ ...good, colour: 'red' }, /instances\[0\].colour: the model takes no such column/],
  [{ ...good, town: 4 }, /instances\[0\].town: must be a text, not 4/],
  [null, /instances\[0\]: must be an object/],
  [[1, 'north', 2], /instances\[0\]: must be an object/],
])('%j is refused with its place', (record, message) => {
  expect(() => fitted.regression.predictRecords([record as unknown as Record<string, unknown>])).toThrow(
    fault(message),
  );
});

test('a column by a name that every object has must still be given', () => {
  const table: Table = {
    length: 3,
    columns: {
      ['constructor' as string]: { kind: 'number', values: Float64Array.of(1, 2, 3) },
      y: { kind: 'number', values: Float64Array.of(2, 4, 6) },
    },
  };
  const spec: ColumnSpec = {
    name: 'constructor',
    kind: 'number',
    impute: 'median',
    scale: 'none',
    encode: 'one-hot',
  };
  const pipeline = fitPipeline(
    { task: 'regression', target: 'y', columns: [spec], estimator: createEstimator('linear-regression') },
    table,
  );
  expect(() => pipeline.predictRecords([{}])).toThrow(fault(/constructor: is missing/));
  expect((pipeline.predictRecords([{ constructor: 4 }]).values as Float64Array)[0]).toBeCloseTo(8, 12);
});

test('what does not belong together is refused before it is fitted', () => {
  const options = {
    task: 'regression',
    target: 'y',
    columns,
    estimator: createEstimator('linear-regression'),
  } as const;
  const table = withTarget(target);
  const fit =
    (changes: object, from = table) =>
    () =>
      fitPipeline({ ...options, ...changes }, from);
  expect(fit({ task: 'classification' })).toThrow(fault(/linear-regression does not do classification/));
  expect(fit({ target: 'z' })).toThrow(fault(/no target column "z"/));
  expect(fit({ target: 'town' })).toThrow(fault(/needs numbers as its target/));
  expect(fit({ columns: [] })).toThrow(fault(/no features/));
  expect(fit({}, takeRows(table, Int32Array.of()))).toThrow(fault(/has no value/));
  const broken = target.slice();
  broken[5] = Number.NaN;
  expect(fit({}, withTarget(broken))).toThrow(fault(/target of row 5 is NaN/));
  const logistic = { task: 'classification', estimator: createEstimator('logistic-regression') };
  const single = withTarget(new Float64Array(target.length).fill(1));
  expect(fit(logistic, single)).toThrow(fault(/two classes/));
});

test.each([
  [{ format: 'pickle' }, /format is "pickle"/],
  [{ ...fitted.regression.toJSON(), version: 2 }, /version 2/],
  [{ ...fitted.regression.toJSON(), model: { kind: 'forest' } }, /kind "forest" cannot be loaded/],
  [{ ...fitted.regression.toJSON(), model: { kind: 'constructor' } }, /kind "constructor" cannot be loaded/],
])('a document that is none is refused: %#', (document, message) => {
  expect(() => FittedPipeline.fromJSON(document)).toThrow(fault(message));
});
