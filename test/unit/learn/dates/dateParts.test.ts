import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DateParts, type FittedDateParts, loadModel } from '../../../../layers/learn/index.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';
import { reference } from '../../../golden/reference.ts';

const all = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'dayOfYear',
  'weekday',
  'isWeekend',
  'hour',
  'minute',
] as const;

interface Golden {
  readonly zones: Record<string, { dates: string[]; parts: number[][] }>;
}

describe.each(Object.entries(reference<Golden>('dates').zones))('%s', (timeZone, { dates, parts }) => {
  test('the parts are those of pandas', () => {
    const model = new DateParts({ parts: all, timeZone }).fit(dates.map((date) => [date]));
    const { data } = model.transform(dates.map((date) => [date]));
    for (const [row, expected] of parts.entries())
      expect([dates[row], ...data.subarray(row * all.length, (row + 1) * all.length)]).toEqual([
        dates[row],
        ...expected,
      ]);
  });

  test('milliseconds are as good as texts', () => {
    const model = new DateParts({ parts: all, timeZone }).fit([[0]]);
    expect(model.transform(dates.map((date) => [Date.parse(date)]))).toEqual(
      model.transform(dates.map((date) => [date])),
    );
  });
});

test('parts make the date again', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const model = new DateParts({ parts: ['year', 'month', 'day', 'hour', 'minute'] }).fit([[0]]);
  fc.assert(
    fc.property(date, (given) => {
      for (const cell of [given.toISOString(), given.getTime()]) {
        const [year, month, day, hour, minute] = model.transform([[cell]]).data;
        const again = new Date(0);
        again.setUTCFullYear(year!, month! - 1, day);
        again.setUTCHours(hour!, minute);
        expect(again.getTime()).toBe(Math.floor(given.getTime() / 60_000) * 60_000);
      }
    }),
  );
});

test('cycles go round', () => {
  const model = new DateParts({ parts: ['month', 'hour', 'year'], cyclic: true }).fit([['2024-01-01']]);
  expect(model.featureNames(['sold'])).toEqual([
    'sold_month_sin',
    'sold_month_cos',
    'sold_hour_sin',
    'sold_hour_cos',
    'sold_year',
  ]);
  const [sine, cosine, hourSine, hourCosine, year] = model.transform([['2024-04-01T06:00Z']]).data;
  expect([sine, hourSine, year]).toEqual([1, 1, 2024]);
  expect(cosine).toBeCloseTo(0, 12);
  expect(hourCosine).toBeCloseTo(0, 12);
});

test('a text without its distance from UTC is what the clock showed', () => {
  const model = new DateParts({ parts: ['day', 'hour'], timeZone: 'Asia/Tokyo' }).fit([['2024-01-01']]);
  const rows = [['2024-01-01T23:30'], ['2024-01-01T23:30Z'], ['2024-01-01 23:30:00.5+09:00'], ['2024-01-01']];
  expect([...model.transform(rows).data]).toEqual([1, 23, 2, 8, 1, 23, 1, 0]);
});

test('a missing date has missing parts, and JSON gives the same model', () => {
  const model = new DateParts({ timeZone: 'America/New_York' }).fit([['2024-03-10T07:00Z', null]]);
  const rows = [
    ['2024-03-10T06:59Z', null],
    [null, 0],
  ];
  const { data, columns } = model.transform(rows);
  expect(columns).toBe(16);
  expect([...data.subarray(8, 24)].every(Number.isNaN)).toBe(true);
  expect(data[7]).toBe(1);
  const loaded = loadModel<FittedDateParts>(JSON.parse(JSON.stringify(model)));
  expect(loaded.transform(rows)).toEqual(model.transform(rows));
});

test('what is no date is refused', () => {
  const bad = ['yesterday', '2024-13-01', '2023-02-29', '2024-01-01T25:00', '01/02/2024', '', 1e17];
  for (const cell of bad)
    expect(faultOf(() => new DateParts().fit([[cell]]))).toEqual(
      invalid(/in feature 0, .*is no point in time: give ISO 8601/),
    );
  const fit = (options: object) => () => new DateParts(options).fit([['2024-01-01']]);
  expect(faultOf(fit({ timeZone: 'Mars/Base' }))).toEqual(invalid(/timeZone.*name of a time zone/));
  expect(faultOf(fit({ parts: ['month', 'month'] }))).toEqual(invalid(/parts.*each once/));
  expect(faultOf(fit({ parts: [] }))).toEqual(invalid(/parts/));
  expect(faultOf(() => new DateParts().fit([]))).toEqual(invalid(/no rows/));
  expect(faultOf(() => new DateParts().fit([[0]]).transform([[0, 0]]))).toEqual(invalid(/2 features.* 1/));
});
