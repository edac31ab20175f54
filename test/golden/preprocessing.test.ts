import { describe, expect, test } from 'vitest';
import {
  type ColumnSpec,
  type FittedCategory,
  type FittedNumber,
  fitColumn,
} from '../../layers/learn/preprocessing/FittedColumn.ts';
import { transform } from '../../layers/learn/preprocessing/transform.ts';
import type { Column } from '../../layers/learn/table.ts';
import { expectAgreement, reference } from './reference.ts';

type Fitted = { fill: number; mean: number; scale: number; standard: number[]; 'min-max': number[] };
type Numbers = { values: (number | null)[] } & Record<'mean' | 'median' | 'most-frequent', Fitted>;
interface Encoded<Value> {
  readonly values: Value[];
  readonly fill?: string;
  readonly categories: Value[];
  readonly asked: Value[];
  readonly encoded: number[][];
}

const { numbers, texts, numbersAsCategories } = reference<{
  numbers: Record<string, Numbers>;
  texts: Record<string, Encoded<string | null>>;
  numbersAsCategories: Encoded<number>;
}>('preprocessing');

const imputations = ['mean', 'median', 'most-frequent'] as const;
const scalings = ['standard', 'min-max'] as const;
const fit = (kind: 'number' | 'category', column: Column, rest: Partial<ColumnSpec>) =>
  fitColumn(
    { name: 'x', kind, impute: 'most-frequent', scale: 'standard', encode: 'one-hot', ...rest },
    column,
  );

describe("numbers are imputed and scaled as scikit-learn's SimpleImputer and scalers do", () => {
  const cases = Object.entries(numbers).flatMap(([name, one]) =>
    imputations.map((impute) => [name, impute, one] as const),
  );
  test.each(cases)('%s: %s', (_, impute, { values, ...fitted }) => {
    const column = { kind: 'number', values: numbersOf(values) } as const;
    const theirs = fitted[impute];
    for (const scale of scalings) {
      const ours = fit('number', column, { impute, scale }) as FittedNumber;
      expectAgreement([ours.fill!], [theirs.fill], 1e-15, 'fill');
      if (scale === 'standard') {
        expectAgreement([ours.offset], [theirs.mean], 1e-15, 'mean');
        expectAgreement([ours.scale], [theirs.scale], 1e-13, 'scale');
      }
      const { data } = transform([ours], { length: values.length, columns: { x: column } });
      // One rounding of the column's mean moves every scaled value alike.
      const rounding = (Number.EPSILON * Math.abs(theirs.mean)) / theirs.scale;
      // Beside 1, which is the size of scaled values.
      const scaled = [...data.subarray(0, theirs[scale].length), 1];
      expectAgreement(scaled, [...theirs[scale], 1], Math.max(1e-12, 2 * rounding), scale);
    }
  });
});

describe("categories are imputed and encoded as scikit-learn's SimpleImputer and OneHotEncoder do", () => {
  test.each(Object.entries(texts))('%s', (_, { values, fill, categories, asked, encoded }) => {
    const ours = fit('category', textsOf(values), {}) as FittedCategory;
    expect(ours.fill).toBe(fill);
    expect(ours.categories).toEqual(categories);
    const { data } = transform([ours], { length: asked.length, columns: { x: textsOf(asked) } });
    expect([...data]).toEqual(encoded.flat());
  });

  test('numbers as categories, in the order of their size', () => {
    const { values, categories, asked, encoded } = numbersAsCategories;
    const column = (of: number[]) => ({ kind: 'number', values: Float64Array.from(of) }) as const;
    const ours = fit('category', column(values), {}) as FittedCategory;
    expect(ours.categories).toEqual(categories.map(String));
    const { data } = transform([ours], { length: asked.length, columns: { x: column(asked) } });
    expect([...data]).toEqual(encoded.flat());
  });
});

function numbersOf(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

/** As a snapshot is read: categories in the order of their names. */
function textsOf(values: readonly (string | null)[]): Column {
  const categories = [...new Set(values)].filter((value) => value !== null).sort();
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : categories.indexOf(value)));
  return { kind: 'category', codes, categories };
}
