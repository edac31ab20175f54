import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClassificationModel } from '../../../layers/learn/index.ts';
import { dense } from '../dense.ts';
import { faultOf, invalid } from './faults.ts';
import type { Subject } from './Subject.ts';

/** Classes are numbers or texts, two or more; probabilities are probabilities. */
export function checkClasses(subject: Subject): void {
  const { nonNegative = false } = subject.expectations;
  const { X, y } = subject.problem(60, 3, 1);
  const fit = (labels: ArrayLike<number> | readonly string[]) =>
    subject.fit(X, labels) as ClassificationModel;
  const texts = Array.from(y!, (code) => (code === 1 ? 'yes' : 'no'));
  const three = Array.from(y!, (code, row) => (row % 3 === 0 ? 'maybe' : code === 1 ? 'yes' : 'no'));

  test('texts are as good as numbers', () => {
    const [byText, byNumber] = [fit(texts), fit(y!)];
    expect(byText.classes).toEqual(['no', 'yes']);
    expect(byNumber.classes).toEqual([0, 1]);
    expect(byText.predict(X)).toEqual(
      Array.from(byNumber.predict(X) as Float64Array, (code) => (code === 1 ? 'yes' : 'no')),
    );
  });

  test('any two numbers are classes, in order', () => {
    const model = fit(y!.map((code) => (code === 1 ? -3.5 : 7)));
    expect(model.classes).toEqual([-3.5, 7]);
    expect(new Set<unknown>(model.predict(X))).toEqual(new Set([-3.5, 7]));
  });

  test('three classes', () => {
    const model = fit(three);
    expect(model.classes).toEqual(['maybe', 'no', 'yes']);
    for (const label of model.predict(X)) expect(model.classes).toContain(label);
  });

  test('the predicted class is a likeliest one', () => {
    const model = fit(three);
    if (!('predictProba' in model) || subject.expectations.votes) return;
    const probabilities = subject.answers(model, X);
    for (const [row, label] of model.predict(X).entries()) {
      const own = [...probabilities.subarray(3 * row, 3 * row + 3)];
      expect(own[model.classes.indexOf(label as never)]).toBe(Math.max(...own));
    }
  });

  test('probabilities lie between 0 and 1 and sum to 1, however wild the rows', () => {
    for (const model of [fit(texts), fit(three)]) {
      if (!('predictProba' in model)) return;
      const number = fc.double({ min: nonNegative ? 0 : -1e6, max: 1e6, noNaN: true });
      fc.assert(
        fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 8 }), (rows) => {
          const probabilities = subject.answers(model, dense(rows));
          const width = model.classes.length;
          for (const probability of probabilities) {
            expect(probability).toBeGreaterThanOrEqual(0);
            expect(probability).toBeLessThanOrEqual(1);
          }
          for (let row = 0; row < rows.length; row++) {
            const sum = probabilities.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0);
            expect(sum).toBeCloseTo(1, 9);
          }
        }),
      );
    }
  });

  test.each([0, 1])('rows of class %d alone are refused', (code) => {
    expect(faultOf(() => fit(new Float64Array(X.rows).fill(code)))).toEqual(invalid(/two classes/));
    expect(faultOf(() => subject.fit(dense([[2, 3]]), Float64Array.of(code)))).toEqual(
      invalid(/two classes/),
    );
  });

  test('labels of both types are refused', () => {
    const mixed = [...texts.slice(1), 1] as string[];
    expect(faultOf(() => fit(mixed))).toEqual(invalid(/row 59 is the number 1.*all numbers or all texts/));
  });
}
