import { describe, expect, test } from 'vitest';
import { fitColumn } from '../../../layers/learn/preprocessing/FittedColumn.ts';
import { transform } from '../../../layers/learn/preprocessing/transform.ts';
import { checkFittedColumn } from '../../contract/checkFittedColumn.ts';

const imputations = ['mean', 'median', 'most-frequent', 'none'] as const;
const scalings = ['standard', 'min-max', 'none'] as const;

describe.each(imputations)('a number, impute %s', (impute) => {
  describe.each(scalings)('scale %s', (scale) => {
    checkFittedColumn({ kind: 'number', impute, scale });
  });
});

describe.each(['most-frequent', 'none'] as const)('a category, impute %s', (impute) => {
  checkFittedColumn({ kind: 'category', impute, scale: 'none' });
});

test.each(['mean', 'median'] as const)('a category has no %s', (impute) => {
  const spec = { name: 'x', kind: 'category', impute, scale: 'none', encode: 'one-hot' } as const;
  expect(() => fitColumn(spec, { kind: 'category', codes: Int32Array.of(0), categories: ['a'] })).toThrow(
    expect.objectContaining({ name: 'InvalidInput', message: expect.stringMatching(/x.*most-frequent/) }),
  );
});

test('more one-hot cells than memory holds are refused, with the column that makes them', () => {
  const categories = Array.from({ length: 100_000 }, (_, index) => `c${index}`);
  const codes = Int32Array.from({ length: 100_000 }, (_, row) => row);
  const column = { kind: 'category', codes, categories } as const;
  const spec = {
    name: 'street',
    kind: 'category',
    impute: 'none',
    scale: 'none',
    encode: 'one-hot',
  } as const;
  expect(() =>
    transform([fitColumn(spec, column)], { length: codes.length, columns: { street: column } }),
  ).toThrow(
    expect.objectContaining({
      name: 'InvalidInput',
      message: expect.stringMatching(/100000 of them are categories of street/),
    }),
  );
});
