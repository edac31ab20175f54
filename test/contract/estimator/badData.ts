import { expect, test } from 'vitest';
import { dense } from '../dense.ts';
import { faultOf, invalid } from './faults.ts';
import type { Subject } from './Subject.ts';

/** Every fault is an InvalidInput that says where. */
export function checkBadData(subject: Subject): void {
  const { missing = false, nonNegative = false, transductive = false } = subject.expectations;
  const { X, y } = subject.problem(60, subject.width, 1);
  const { width } = subject;
  const column = Math.min(1, width - 1);
  const inRow = new RegExp(`feature ${column} of row 1`);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  test.each(odd.filter((value) => !(missing && Number.isNaN(value))))('%d in a feature', (value) => {
    const broken = { ...X, data: X.data.slice() };
    broken.data[width + column] = value;
    expect(faultOf(() => subject.fit(broken, y))).toEqual(invalid(inRow));
    if (transductive) return;
    const model = subject.fit(X, y);
    expect(faultOf(() => subject.answers(model, broken))).toEqual(invalid(inRow));
  });

  if (nonNegative)
    test('a negative feature', () => {
      const broken = { ...X, data: X.data.slice() };
      broken.data[width + column] = -1;
      expect(faultOf(() => subject.fit(broken, y))).toEqual(invalid(inRow));
    });

  test('no rows', () => {
    expect(faultOf(() => subject.fit(dense([], width), y && new Float64Array()))).toEqual(invalid(/no rows/));
  });

  test('no features', () => {
    expect(faultOf(() => subject.fit(dense([[], []], 0), y && Float64Array.of(0, 1)))).toEqual(
      invalid(/no features/),
    );
  });

  if (!transductive)
    test('rows of another width than the model was fitted to', () => {
      const model = subject.fit(X, y);
      for (const other of [2, 4]) {
        expect(faultOf(() => subject.answers(model, subject.problem(5, other, 4).X))).toEqual(
          invalid(new RegExp(`${other} features.* ${width}`)),
        );
      }
    });

  if (!y) return;
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d in the target', (value) => {
    const broken = y.slice();
    broken[3] = value;
    expect(faultOf(() => subject.fit(X, broken))).toEqual(invalid(/target of row 3/));
  });

  test('rows without a target, targets without a row', () => {
    expect(faultOf(() => subject.fit(X, y.slice(1)))).toEqual(invalid(/60 rows.* 59/));
    expect(faultOf(() => subject.fit(X, Float64Array.of(...y, 1)))).toEqual(invalid(/60 rows.* 61/));
  });
}
