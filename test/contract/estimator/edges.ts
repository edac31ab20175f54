import { expect, test } from 'vitest';
import { dense } from '../dense.ts';
import { rowOf, type Subject } from './Subject.ts';

/** Little, wide, constant and oddly scaled data gets a right answer. */
export function checkEdges(subject: Subject): void {
  const { missing = false, nonNegative = false } = subject.expectations;
  const estimator = subject.make();
  const { X, y } = subject.problem(60, subject.width, 1);
  const { fewestRows = subject.type === 'classifier' ? 2 : 1 } = subject.expectations;
  const target = (n: number, of: (row: number) => number) =>
    subject.isSupervised ? Float64Array.from({ length: n }, (_, row) => of(row)) : undefined;

  test('one feature', () => {
    const one = subject.problem(40, 1, 5);
    expectFinite(subject.answers(subject.fit(one.X, one.y), one.X));
  });

  test.skipIf(subject.expectations.features)('more features than rows', () => {
    const wide = subject.problem(Math.max(10, Math.min(2 * fewestRows, 20)), 25, 6);
    expectFinite(subject.answers(subject.fit(wide.X, wide.y), wide.X));
  });

  const constants = nonNegative ? [0, 1, 0.1] : [0, 1, 0.1, -123456789.1];
  test.each(subject.expectations.features ? [] : constants)(
    'a constant feature of %d changes nothing',
    (value) => {
      const rows = dense(Array.from({ length: X.rows }, (_, row) => [...rowOf(X, row), value]));
      const plain = subject.answers(subject.fit(X, y), X);
      const beside = subject.answers(subject.fit(rows, y), rows);
      expectFinite(beside);
      if (!(subject.expectations.ignoresConstants ?? estimator.params.fitIntercept === true)) return;
      for (const index of plain.keys()) expect(beside[index]).toBeCloseTo(plain[index]!, 4);
    },
  );

  test('every feature constant', () => {
    const flat = dense(Array.from({ length: 20 }, () => [0.1, 3].slice(0, subject.width)));
    expectFinite(
      subject.answers(
        subject.fit(
          flat,
          target(20, (row) => row % 2),
        ),
        flat,
      ),
    );
  });

  test('the same row again and again', () => {
    const same = dense(Array.from({ length: 30 }, () => [1.5, nonNegative ? 2 : -2].slice(0, subject.width)));
    const answers = subject.answers(
      subject.fit(
        same,
        target(30, (row) => Number(row < 20)),
      ),
      same,
    );
    expectFinite(answers);
    // Two clusters may be asked of rows that are all alike.
    if (subject.expectations.transductive) return;
    const width = answers.length / 30;
    const first = [...answers.subarray(0, width)];
    for (let row = 1; row < 30; row++)
      expect([...answers.subarray(row * width, (row + 1) * width)]).toEqual(first);
  });

  test('features of very different size', () => {
    const rows = dense(
      Array.from({ length: X.rows }, (_, row) =>
        rowOf(X, row).map((value, column) => value * 10 ** (6 * column - 6)),
      ),
    );
    expectFinite(subject.answers(subject.fit(rows, y), rows));
  });

  test('as few rows as there may be', () => {
    const few = dense(Array.from({ length: fewestRows }, (_, row) => [row + 2, 3].slice(0, subject.width)));
    const answers = subject.answers(
      subject.fit(
        few,
        target(fewestRows, (row) => row % 2),
      ),
      few,
    );
    expectFinite(answers);
  });

  if (missing)
    test('missing values', () => {
      const holes = { ...X, data: X.data.map((value, index) => (index % 7 === 3 ? Number.NaN : value)) };
      expectFinite(subject.answers(subject.fit(holes, y), holes));
      expectFinite(subject.answers(subject.fit(X, y), holes));
    });

  if (subject.type === 'regressor')
    test('a constant target', () => {
      const answers = subject.answers(subject.fit(X, new Float64Array(X.rows).fill(0.1)), X);
      expectFinite(answers);
      if (estimator.params.fitIntercept !== false)
        for (const value of answers) expect(value).toBeCloseTo(0.1, subject.expectations.constantDigits ?? 4);
    });
}

function expectFinite(values: Float64Array): void {
  expect([...values].filter((value) => !Number.isFinite(value))).toEqual([]);
}
