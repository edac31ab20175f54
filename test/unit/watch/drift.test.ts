import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../../../layers/contracts/columns.ts';
import { predictionAt } from '../../../layers/contracts/predictions.ts';
import { seededRandom } from '../../../layers/learn/random.ts';
import { type ColumnDrift, driftReport } from '../../../layers/watch/drift.ts';
import { buildProfile, type ReferenceProfile } from '../../../layers/watch/profile.ts';

const options = { threshold: 0.2, share: 0.3, minRows: 30 };

function numbers(values: Iterable<number>): Column {
  return { kind: 'number', values: Float64Array.from(values) };
}

function texts(values: readonly (string | null)[]): Column {
  const categories = [...new Set(values)].filter((value) => value !== null);
  return {
    kind: 'category',
    codes: Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value))),
    categories,
  };
}

function tableOf(columns: Record<string, Column>): Table {
  const [first] = Object.values(columns);
  return { length: first!.kind === 'number' ? first!.values.length : first!.codes.length, columns };
}

/** As it is stored and read again. */
function profileOf(table: Table): ReferenceProfile {
  const context = { task: 'regression', target: 'y', metrics: { rmse: 1 } } as const;
  const profile = buildProfile(table, { values: new Float64Array(table.length) }, context);
  return JSON.parse(JSON.stringify(profile)) as ReferenceProfile;
}

function compare(reference: Column, current: Column): ColumnDrift {
  const table = tableOf({ x: current });
  const predictions = new Array<number>(table.length).fill(0);
  return driftReport(profileOf(tableOf({ x: reference })), { table, predictions }, options).columns.x!;
}

function uniform(count: number, seed: number, change = (value: number) => value): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => change(random()));
}

const repeat = <Value>(count: number, value: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => value(index));

describe('numbers', () => {
  const reference = numbers(uniform(1000, 1));

  test('the same distribution does not drift, a moved one does', () => {
    expect(compare(reference, numbers(uniform(300, 2)))).toMatchObject({
      drifted: false,
      test: 'kolmogorov-smirnov',
    });
    expect(compare(reference, numbers(uniform(300, 2, (value) => value + 0.3)))).toMatchObject({
      drifted: true,
    });
  });

  test('one wild value is no drift, and hides none', () => {
    const wild = (values: number[]) => numbers([...values, 1e12]);
    expect(compare(reference, wild(uniform(299, 2))).drifted).toBe(false);
    expect(compare(wild(uniform(999, 1)), numbers(uniform(300, 2))).drifted).toBe(false);
    const hidden = compare(wild(uniform(999, 1)), wild(uniform(299, 2, (value) => value + 0.3)));
    expect(hidden.drifted).toBe(true);
    expect(hidden.psi).toBeGreaterThan(0.5);
  });

  test('of very many rows the p-value alone is no verdict', () => {
    const slightly = compare(
      numbers(uniform(50_000, 1)),
      numbers(uniform(50_000, 2, (value) => value * 1.08)),
    );
    expect(slightly.p).toBeLessThan(0.001);
    expect(slightly.drifted).toBe(false);
  });

  test('a constant stays, and moves either way', () => {
    const constant = numbers(repeat(500, () => 2));
    expect(compare(constant, numbers(repeat(100, () => 2)))).toMatchObject({ drifted: false, psi: 0, p: 1 });
    for (const value of [3, 2.0000001, 1]) {
      expect(compare(constant, numbers(repeat(100, () => value))).drifted, String(value)).toBe(true);
    }
  });

  test.each([0, 1])('a flag that was mostly %d and no longer is', (mostly) => {
    const flag = numbers(repeat(1000, (index) => (index % 20 === 0 ? 1 - mostly : mostly)));
    expect(
      compare(flag, numbers(repeat(200, (index) => (index % 20 === 3 ? 1 - mostly : mostly)))).drifted,
    ).toBe(false);
    expect(compare(flag, numbers(repeat(200, (index) => index % 2))).drifted).toBe(true);
  });

  test('a column that is mostly zero, and now is not', () => {
    const sparse = (share: number, seed: number) =>
      numbers(uniform(1000, seed, (value) => (value < share ? 0 : value * 100)));
    expect(compare(sparse(0.9, 1), sparse(0.9, 2)).drifted).toBe(false);
    expect(compare(sparse(0.9, 1), sparse(0.5, 2)).drifted).toBe(true);
  });

  test('missing values: a share that changes is drift, one that stays is none', () => {
    const holes = (share: number, seed: number) =>
      numbers(uniform(400, seed, (value) => (value < share ? Number.NaN : value)));
    expect(compare(holes(0.02, 1), holes(0.5, 2))).toMatchObject({ drifted: true });
    expect(compare(holes(0.5, 1), holes(0.02, 2))).toMatchObject({ drifted: true });
    const same = compare(holes(0.3, 1), holes(0.3, 2));
    expect(same.drifted).toBe(false);
    expect(same.missing[0]).toBeCloseTo(0.3, 1);
    expect(same.missing[1]).toBeCloseTo(0.3, 1);
  });

  test('a window in which every value is missing', () => {
    const nothing = compare(reference, numbers(repeat(100, () => Number.NaN)));
    expect(nothing).toMatchObject({ drifted: true, psi: 0, p: 1, missing: [0, 1] });
  });

  test('a reference in which every value was missing', () => {
    const nothing = numbers(repeat(100, () => Number.NaN));
    expect(compare(nothing, numbers(repeat(100, () => Number.NaN)))).toMatchObject({
      drifted: false,
      missing: [1, 1],
    });
    expect(compare(nothing, reference)).toMatchObject({ drifted: true, missing: [1, 0] });
  });
});

describe('categories', () => {
  const shares = (count: number, ...names: (string | null)[]) =>
    texts(repeat(count, (index) => names[index % names.length]!));

  test('the same shares do not drift, others do', () => {
    expect(compare(shares(600, 'a', 'a', 'b'), shares(100, 'a', 'b', 'a'))).toMatchObject({
      drifted: false,
      test: 'chi-square',
    });
    expect(compare(shares(600, 'a', 'a', 'b'), shares(100, 'b', 'b', 'a')).drifted).toBe(true);
  });

  test('one unseen row is told, and is no drift; many are', () => {
    const reference = shares(500, 'a', 'b');
    const one = compare(reference, texts([...repeat(199, (index) => 'ab'[index % 2]!), 'c']));
    expect(one).toMatchObject({ drifted: false, newCategories: { c: 1 } });
    const many = compare(reference, shares(200, 'a', 'b', 'c'));
    expect(many).toMatchObject({ drifted: true, newCategories: { c: 66 } });
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is a category like others',
    (name) => {
      const reference = shares(500, 'a', 'b');
      const fresh = compare(reference, shares(200, 'a', 'b', name));
      expect(fresh.drifted).toBe(true);
      expect(Object.entries(fresh.newCategories!)).toEqual([[name, 66]]);
      const gone = compare(shares(600, 'a', 'b', name), shares(200, 'a', 'b'));
      expect(gone.newCategories).toBeUndefined();
      expect(gone).toMatchObject({ drifted: true, missing: [0, 0] });
      expect(compare(shares(600, 'a', 'b', name), shares(201, 'a', 'b', name))).toMatchObject({
        drifted: false,
        missing: [0, 0],
      });
    },
  );

  test('of many unseen categories the most frequent twenty are told', () => {
    const unseen = compare(
      shares(500, 'a'),
      texts(repeat(400, (index) => `n${Math.floor(Math.sqrt(index))}`)),
    );
    const told = Object.entries(unseen.newCategories!);
    expect(told).toHaveLength(20);
    expect(told[0]![0]).toBe('n19');
  });

  test('missing values', () => {
    expect(compare(shares(500, 'a', 'b'), shares(100, 'a', 'b', null, null))).toMatchObject({
      drifted: true,
      missing: [0, 0.5],
    });
    expect(compare(shares(500, 'a', 'b'), shares(100, null))).toMatchObject({
      drifted: true,
      psi: 0,
      missing: [0, 1],
    });
  });

  test('a tiny window that is all of one of ten categories drifts', () => {
    const ten = (index: number) => String.fromCharCode(97 + (index % 10));
    expect(compare(texts(repeat(500, ten)), texts(repeat(30, () => 'd'))).drifted).toBe(true);
    expect(compare(texts(repeat(500, ten)), texts(repeat(30, ten))).drifted).toBe(false);
  });

  test('500 categories, most of them rare: draws of the same are no drift', () => {
    const draw = (count: number, seed: number) =>
      texts(uniform(count, seed).map((value) => `c${Math.floor(500 * value ** 3)}`));
    const reference = draw(2000, 1);
    const drifted = repeat(100, (index) => compare(reference, draw(200, 100 + index))).filter(
      (one) => one.drifted,
    );
    expect(drifted.length).toBeLessThanOrEqual(3);
    const other = texts(uniform(200, 9).map((value) => `c${Math.floor(500 * value)}`));
    expect(compare(reference, other).drifted).toBe(true);
  });
});

describe('a report', () => {
  const reference = tableOf({
    a: numbers(uniform(500, 1)),
    b: numbers(uniform(500, 2)),
    c: texts(repeat(500, (index) => 'xyz'[index % 3]!)),
    y: numbers(uniform(500, 3)),
  });
  const profile = profileOf(reference);
  const window = (columns: Record<string, Column>) => {
    const table = tableOf(columns);
    return { table, predictions: new Array<number>(table.length).fill(0) };
  };
  const same = {
    a: numbers(uniform(200, 4)),
    b: numbers(uniform(200, 5)),
    c: texts(repeat(200, (index) => 'xyz'[index % 3]!)),
  };

  test('leaves the target out', () => {
    expect(Object.keys(driftReport(profile, window(same), options).columns)).toEqual(['a', 'b', 'c']);
  });

  test('decides nothing on too few rows, or none', () => {
    const undecided = { decided: false, dataDrift: false, share: 0, columns: {} };
    expect(driftReport(profile, window({ a: numbers(uniform(29, 4)) }), options)).toEqual({
      rows: 29,
      ...undecided,
    });
    expect(driftReport(profile, window({ a: numbers([]) }), options)).toEqual({ rows: 0, ...undecided });
    expect(driftReport(profile, window({ a: numbers([]) }), { ...options, minRows: 0 })).toEqual({
      rows: 0,
      ...undecided,
    });
  });

  test('says data drift from the share of columns on that the spec gives', () => {
    const moved = { ...same, a: numbers(uniform(200, 4, (value) => value + 1)) };
    const report = driftReport(profile, window(moved), options);
    expect(report).toMatchObject({ decided: true, dataDrift: true, share: 1 / 3 });
    expect(driftReport(profile, window(moved), { ...options, share: 0.5 }).dataDrift).toBe(false);
    expect(driftReport(profile, window(same), options)).toMatchObject({ dataDrift: false, share: 0 });
  });

  test('takes a column that no request has for missing', () => {
    const { c: _, ...without } = same;
    expect(driftReport(profile, window(without), options).columns.c).toMatchObject({
      drifted: true,
      missing: [0, 1],
    });
  });

  test('tells that the predictions moved, also of a classifier', () => {
    const classes = (share: (row: number) => number) =>
      repeat(200, (row) => ({ label: '1', probabilities: { '1': share(row), '-1': 1 - share(row) } }));
    const table = tableOf({ a: numbers(uniform(200, 1)) });
    const probability = Float64Array.from(uniform(200, 6));
    const predictions = {
      values: repeat(200, () => '1'),
      classes: ['-1', '1'],
      probabilities: [probability.map((one) => 1 - one), probability],
    };
    const context = { task: 'classification', target: 'y', metrics: {}, positive: '1' } as const;
    const classifier = buildProfile(table, predictions, context);
    const calm = driftReport(
      classifier,
      { table, predictions: classes((row) => probability[row]!) },
      options,
    );
    expect(calm.prediction).toMatchObject({ drifted: false, psi: 0, statistic: 0 });
    const moved = driftReport(
      classifier,
      { table, predictions: classes((row) => probability[row]! ** 4) },
      options,
    );
    expect(moved.prediction!.drifted).toBe(true);
  });

  test('is plain JSON, without NaN, whatever comes in', () => {
    const cell = fc.oneof(fc.double(), fc.constant(Number.NaN), fc.constantFrom(0, 1, 1e308, -1e308));
    const name = fc.option(fc.oneof(fc.constantFrom('x', 'y', 'constructor'), fc.string({ maxLength: 2 })));
    const any = fc.record({
      before: fc.array(fc.tuple(cell, name), { minLength: 1, maxLength: 40 }),
      after: fc.array(fc.tuple(cell, name), { minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(any, ({ before, after }) => {
        const columns = (rows: [number, string | null][]) =>
          tableOf({ n: numbers(rows.map(([value]) => value)), t: texts(rows.map(([, text]) => text)) });
        const report = driftReport(
          profileOf(columns(before)),
          { table: columns(after), predictions: after.map(() => 0) },
          { ...options, minRows: 1 },
        );
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        for (const { psi, p, statistic, missing } of Object.values(report.columns)) {
          for (const share of [p, ...missing]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
          expect(Math.min(psi, statistic)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('compares a table with itself as the same', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(values, (sample) => {
        const one = compare(numbers(sample), numbers(sample));
        if (sample.length >= options.minRows)
          expect(one).toMatchObject({ drifted: false, psi: 0, statistic: 0, p: 1 });
      }),
    );
  });
});

describe('predictions', () => {
  const columns = { x: numbers(uniform(600, 1)) };
  const table = tableOf(columns);
  const values = (share: number) => repeat(600, (row) => (row < share * 600 ? 'a' : ['b', 'c'][row % 2]!));
  const probabilities = (labels: readonly string[], classes: readonly string[]) =>
    classes.map((name) => Float64Array.from(labels, (label) => (label === name ? 0.8 : 0.1)));

  test('of more than two classes drift when other labels come', () => {
    const classes = ['a', 'b', 'c'];
    const labels = values(0.5);
    const profile = buildProfile(
      table,
      { values: labels, classes, probabilities: probabilities(labels, classes) },
      { task: 'classification', target: 'y', metrics: { f1: 1 } },
    );
    expect(profile.prediction).toMatchObject({ kind: 'category', counts: { a: 300, b: 150, c: 150 } });
    const driftOf = (now: readonly string[]) => {
      const given = { values: now, classes, probabilities: probabilities(now, classes) };
      const predictions = now.map((_, row) => predictionAt(given, row));
      return driftReport(profile, { table, predictions }, options).prediction;
    };
    expect(driftOf(values(0.52))).toMatchObject({ drifted: false, test: 'chi-square' });
    expect(driftOf(values(0.1))).toMatchObject({ drifted: true });
  });
});
