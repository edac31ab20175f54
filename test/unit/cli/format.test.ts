import { describe, expect, test } from 'vitest';
import { count, duration, measure, moment, money, plural } from '../../../cli/format.ts';
import { facts, grid, indent } from '../../../cli/grid.ts';

describe('formatting', () => {
  test.each([
    [0, '0 ms'],
    [85.4, '85 ms'],
    [99.9, '0.1 s'],
    [2449, '2.4 s'],
    [9960, '10 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ])('a duration of %d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

  test.each([
    [0.652931, '0.6529'],
    [12.3456, '12.35'],
    [1_324_506.96, '1,324,507'],
    [0.00001234, '1.234e-5'],
    [0, '0'],
    [-3.5, '-3.5'],
    [Number.NaN, 'NaN'],
  ])('the measure %d is %s', (value, text) => expect(measure(value)).toBe(text));

  test.each([
    [0, '$0'],
    [0.004237, '$0.0042'],
    [0.000061, '$0.000061'],
    [0.0000000001, '$0.000000000'],
    [0.1, '$0.10'],
    [1234.5, '$1,234.50'],
  ])('%d dollars are %s', (dollars, text) => expect(money(dollars)).toBe(text));

  test('counts, nouns and moments', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect([plural(1, 'row'), plural(0, 'row'), plural(2000, 'row')]).toEqual([
      '1 row',
      '0 rows',
      '2,000 rows',
    ]);
    expect(moment(new Date(2026, 2, 1, 4, 5, 9).getTime())).toBe('2026-03-01 04:05:09');
  });
});

describe('a grid', () => {
  const columns = [{ title: 'NAME' }, { title: 'N', align: 'right' as const }, { title: 'NOTE' }];

  test('aligns columns and trails no blanks', () => {
    expect(
      grid(columns, [
        ['a', '5', 'x'],
        ['housing', '1234', ''],
      ]),
    ).toBe('NAME        N  NOTE\na           5  x\nhousing  1234');
  });

  test('measures text without its colours', () => {
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    expect(
      grid(columns, [
        [red('ab'), '1', '!'],
        ['abcde', '1', '!'],
      ]),
    ).toBe(`NAME   N  NOTE\n${red('ab')}     1  !\nabcde  1  !`);
  });

  test('has no line of titles when there are none', () => {
    expect(
      facts([
        ['model', 'housing'],
        ['id', '7'],
      ]),
    ).toBe('model  housing\nid     7');
  });

  test('moves lines, but not empty ones', () => {
    expect(indent('a\n\nb')).toBe('  a\n\n  b');
  });
});
