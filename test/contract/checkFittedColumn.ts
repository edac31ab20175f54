import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ColumnSpec,
  type FittedColumn,
  featureNames,
  fitColumn,
  widthOf,
} from '../../layers/learn/preprocessing/FittedColumn.ts';
import { transform } from '../../layers/learn/preprocessing/transform.ts';
import { type Column, takeRows } from '../../layers/learn/table.ts';

type Choice = Pick<ColumnSpec, 'kind' | 'impute' | 'scale'>;

/** What every fitted column promises, however it imputes, scales or encodes. */
export function checkFittedColumn(choice: Choice): void {
  const spec: ColumnSpec = { name: 'x', encode: 'one-hot', ...choice };
  const missing = choice.impute !== 'none';
  const value: fc.Arbitrary<number | string> = choice.kind === 'number' ? number : text;
  const column = fc
    .array(value, { minLength: 1, maxLength: 30 })
    .map((values) => columnOf(choice.kind, values));
  const withMissing = fc
    .array(fc.option(value), { minLength: 1, maxLength: 30 })
    .filter((values) => values.some((one) => one !== null))
    .map((values) => columnOf(choice.kind, values));
  const any = missing ? withMissing : column;

  test('a fitted column survives JSON and transforms identically', () => {
    fc.assert(
      fc.property(any, (x) => {
        const fitted = fitColumn(spec, x);
        const loaded = JSON.parse(JSON.stringify(fitted)) as FittedColumn;
        expect(apply(loaded, x)).toEqual(apply(fitted, x));
      }),
    );
  });

  test('the same column fits the same, and stays as it was', () => {
    fc.assert(
      fc.property(any, (x) => {
        const before = structuredClone(x);
        expect(JSON.stringify(fitColumn(spec, x))).toBe(JSON.stringify(fitColumn(spec, x)));
        apply(fitColumn(spec, x), x);
        expect(x).toEqual(before);
      }),
    );
  });

  test('it gives as many columns as it has names, all finite', () => {
    fc.assert(
      fc.property(any, (x) => {
        const fitted = fitColumn(spec, x);
        const { rows, columns, data } = apply(fitted, x);
        expect([rows, columns]).toEqual([lengthOf(x), widthOf(fitted)]);
        expect(featureNames(fitted)).toHaveLength(columns);
        expect(data.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  test('the transform of some rows is the same rows of the transform', () => {
    fc.assert(
      fc.property(any, fc.array(fc.nat(), { maxLength: 10 }), (x, picks) => {
        const fitted = fitColumn(spec, x);
        const rows = Int32Array.from(picks, (pick) => pick % lengthOf(x));
        const part = takeRows({ length: lengthOf(x), columns: { x } }, rows);
        const [all, some] = [apply(fitted, x), transform([fitted], part)];
        const row = (of: typeof all, index: number) =>
          of.data.slice(index * of.columns, (index + 1) * of.columns);
        for (const [index, from] of rows.entries()) expect(row(some, index)).toEqual(row(all, from));
      }),
    );
  });

  test('a column that is not there, or holds nothing, is refused by name', () => {
    const invalid = expect.objectContaining({
      name: 'InvalidInput',
      message: expect.stringMatching(/\bx\b/),
    });
    const empty = columnOf(choice.kind, [null, null]);
    expect(() => fitColumn(spec, undefined)).toThrow(invalid);
    expect(() => fitColumn(spec, empty)).toThrow(invalid);
    expect(() => fitColumn(spec, columnOf(choice.kind, []))).toThrow(invalid);
    const fitted = fitColumn(spec, columnOf(choice.kind, choice.kind === 'number' ? [1, 2] : ['a', 'b']));
    expect(() => transform([fitted], { length: 1, columns: {} })).toThrow(invalid);
  });

  test(missing ? 'a missing value is what was learned for it' : 'a missing value is refused', () => {
    const values = choice.kind === 'number' ? [1, 2, 2, 9] : ['a', 'b', 'b', 'c'];
    const fitted = fitColumn(spec, columnOf(choice.kind, values));
    const hole = columnOf(choice.kind, [null]);
    if (!missing) {
      const invalid = expect.objectContaining({
        name: 'InvalidInput',
        message: expect.stringMatching(/x.*impute is none/),
      });
      expect(() => apply(fitted, hole)).toThrow(invalid);
      expect(() => fitColumn(spec, columnOf(choice.kind, [values[0]!, null]))).toThrow(invalid);
      return;
    }
    expect(apply(fitted, hole)).toEqual(apply(fitted, columnOf(choice.kind, [fitted.fill])));
    // A column without missing values still knows what to put there in serving.
    expect(fitted.fill).not.toBeNull();
  });

  if (choice.kind === 'number')
    describe('numbers', () => {
      test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is refused', (value) => {
        const invalid = expect.objectContaining({
          name: 'InvalidInput',
          message: expect.stringMatching(/\bx\b.*Infinity/),
        });
        expect(() => fitColumn(spec, columnOf('number', [1, value]))).toThrow(invalid);
        expect(() => apply(fitColumn(spec, columnOf('number', [1, 2])), columnOf('number', [value]))).toThrow(
          invalid,
        );
      });

      test('values too large to scale are refused', () => {
        const huge = columnOf('number', [1.7e308, -1.7e308, 1.7e308]);
        const invalid = expect.objectContaining({
          name: 'InvalidInput',
          message: expect.stringMatching(/column x holds values too large/),
        });
        // Their mean cannot be added up either.
        const kept = choice.scale === 'none' && choice.impute !== 'mean';
        if (kept) expect(apply(fitColumn(spec, huge), huge).data).toHaveLength(3);
        else expect(() => fitColumn(spec, huge)).toThrow(invalid);
      });

      test('text is refused', () => {
        const invalid = expect.objectContaining({
          name: 'InvalidInput',
          message: expect.stringMatching(/x holds text/),
        });
        expect(() => fitColumn(spec, columnOf('category', ['a']))).toThrow(invalid);
      });

      test.each([0, 0.1, 1e-300, -123456789.1, 1e17])(
        'a constant column of %d becomes 0, and others stay finite',
        (value) => {
          const fitted = fitColumn(spec, columnOf('number', new Array<number>(11).fill(value)));
          const { data } = apply(fitted, columnOf('number', [value, value + 1]));
          if (choice.scale !== 'none') expect(data[0]).toBe(0);
          expect(Math.abs(data[1]!)).toBeLessThanOrEqual(choice.scale === 'none' ? 1e17 : 1.1);
        },
      );
    });

  if (choice.kind === 'category')
    describe('categories', () => {
      test('one of the columns is 1, and none for a category that training did not see', () => {
        fc.assert(
          fc.property(column, (x) => {
            const fitted = fitColumn(spec, x);
            const { rows, columns, data } = apply(fitted, x);
            for (let row = 0; row < rows; row++) {
              const cells = data.subarray(row * columns, (row + 1) * columns);
              expect([...cells].sort()).toEqual([...new Array<number>(columns - 1).fill(0), 1]);
            }
            expect(apply(fitted, columnOf('category', ['never seen'])).data).toEqual(
              new Float64Array(columns),
            );
          }),
        );
      });

      test.each(['constructor', '__proto__', 'toString', ''])('%j is a category like others', (name) => {
        const fitted = fitColumn(spec, columnOf('category', [name, 'b', name]));
        expect([...apply(fitted, columnOf('category', [name])).data]).toEqual(name < 'b' ? [1, 0] : [0, 1]);
        const without = fitColumn(spec, columnOf('category', ['b', 'c']));
        expect([...apply(without, columnOf('category', [name])).data]).toEqual([0, 0]);
      });

      test('100,000 categories take no longer than reading them', () => {
        const names = Array.from({ length: 100_000 }, (_, index) => `c${index}`);
        const codes = Int32Array.from(names.keys());
        const started = performance.now();
        const fitted = fitColumn(spec, { kind: 'category', codes, categories: names });
        expect(widthOf(fitted)).toBe(100_000);
        apply(fitted, { kind: 'category', codes: Int32Array.of(99_999), categories: names });
        // Comparing each with each takes 15 s.
        expect(performance.now() - started).toBeLessThan(5000);
      });
    });
}

const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const text = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'),
  fc.string({ maxLength: 3 }),
);

function columnOf(kind: ColumnSpec['kind'], values: readonly (number | string | null)[]): Column {
  if (kind === 'number') {
    return {
      kind,
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    };
  }
  const categories = [...new Set(values.filter((value) => value !== null).map(String))].sort();
  return {
    kind,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(String(value)))),
    categories,
  };
}

function lengthOf(column: Column): number {
  return column.kind === 'number' ? column.values.length : column.codes.length;
}

function apply(fitted: FittedColumn, x: Column) {
  return transform([fitted], { length: lengthOf(x), columns: { x } });
}
