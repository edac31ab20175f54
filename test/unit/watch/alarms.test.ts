import { beforeAll, describe, expect, test } from 'vitest';
import { performance } from '../../../layers/watch/performance.ts';
import { changed, deviationOf, Watched, windowsOf } from './Watched.ts';

/** How often what did not change raises an alarm, and what did raises none. Seeds are fixed: figures are the same each time. */
const models: Record<string, Watched> = {};
beforeAll(async () => {
  models.housing = await Watched.open('housing', 'linear-regression');
  models['ad-clicks'] = await Watched.open('ad-clicks', 'logistic-regression');
});

describe.each(['housing', 'ad-clicks'])('%s, undrifted', (name) => {
  test.each([
    ['train', 200, 0],
    ['train', 100, 0.01],
    ['test', 200, 0.01],
    ['test', 100, 0.02],
  ] as const)(
    'windows of %s rows, %d at a time, raise no drift alarm but for a share of %d',
    (source, rows, most) => {
      const watched = models[name]!;
      const reports = windowsOf(watched[source], { count: 100, rows, seed: rows }).map((one) =>
        watched.drift(one),
      );
      expect(reports.every(({ decided }) => decided)).toBe(true);
      expect(reports.filter(({ dataDrift }) => dataDrift).length / 100).toBeLessThanOrEqual(most);
      expect(reports.filter(({ prediction }) => prediction!.drifted).length / 100).toBeLessThanOrEqual(0.03);
    },
  );

  test.each([100, 200, 400])(
    '%d outcomes as on the test set raise no decay alarm but for two windows of a hundred',
    (rows) => {
      const watched = models[name]!;
      const { task } = watched.profile;
      const decayed = windowsOf(watched.test, { count: 100, rows, seed: rows }).filter(
        (one) =>
          performance(task, watched.judged(one), watched.profile, { tolerance: 0.2, minRows: 100 })!.decayed,
      );
      expect(decayed.length).toBeLessThanOrEqual(2);
    },
  );
});

describe('ad-clicks, drifted: 200 rows are enough', () => {
  const windows = () => windowsOf(models['ad-clicks']!.test, { count: 50, rows: 200, seed: 5 });
  const found = (
    change: (window: ReturnType<typeof windows>[number]) => ReturnType<typeof windows>[number],
  ) => windows().filter((one) => models['ad-clicks']!.drift(change(one)).dataDrift).length / 50;

  test.each([
    [0.25, 0, 0.3],
    [0.5, 0.6, 1],
    [1, 1, 1],
  ])(
    'one of three columns moved by %d standard deviations is found in a share of %d to %d',
    (by, least, most) => {
      const step = by * deviationOf(models['ad-clicks']!.train, 'age');
      const share = found((one) => changed(one, 'age', (value) => value + step));
      expect(share).toBeGreaterThanOrEqual(least);
      expect(share).toBeLessThanOrEqual(most);
    },
  );

  test('a column in other units', () => {
    expect(found((one) => changed(one, 'area_income', (value) => value * 1.3))).toBe(1);
  });

  test('a spread half as wide', () => {
    expect(found((one) => changed(one, 'age', (value) => 36 + (value - 36) / 2))).toBeGreaterThan(0.95);
  });

  test('a third of the values missing', () => {
    expect(found((one) => changed(one, 'age', (value, row) => (row % 3 === 0 ? Number.NaN : value)))).toBe(1);
  });
});

test('decay that is there is found: housing prices 30 % higher than the model learned', () => {
  const watched = models.housing!;
  const found = windowsOf(watched.test, { count: 50, rows: 200, seed: 9 }).filter((one) => {
    const judged = watched
      .judged(one)
      .map(({ prediction, outcome }) => ({ prediction, outcome: Number(outcome) * 1.3 }));
    return performance('regression', judged, watched.profile, { tolerance: 0.2, minRows: 100 })!.decayed;
  });
  expect(found.length).toBeGreaterThanOrEqual(49);
});
