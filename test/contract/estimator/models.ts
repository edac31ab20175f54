import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadModel } from '../../../layers/learn/index.ts';
import { dense } from '../dense.ts';
import { rowOf, type Subject } from './Subject.ts';

/** Models are a function of data, parameters and seed; they predict row by row, and survive JSON. */
export function checkModels(subject: Subject): void {
  const { X, y } = subject.problem(60, subject.width, 1);
  const fit = () => subject.fit(X, y);

  test('same seed, same model, to the byte', () => {
    expect(JSON.stringify(fit())).toBe(JSON.stringify(fit()));
  });

  test('fitting again forgets the data before', () => {
    const other = subject.problem(30, subject.expectations.features ?? 5, 2);
    const used = subject.make();
    const first = subject.fit(other.X, other.y, {}, used);
    const kept = JSON.stringify(first);
    expect(JSON.stringify(subject.fit(X, y, {}, used))).toBe(JSON.stringify(fit()));
    expect(JSON.stringify(first)).toBe(kept);
  });

  if (subject.isSupervised)
    test('it learns: predictions are better than none', () => {
      const { X: fresh, y: actual } = subject.problem(200, subject.width, 3);
      const answers = subject.answers(fit(), fresh);
      const width = answers.length / fresh.rows;
      const mean = y!.reduce((sum, value) => sum + value, 0) / y!.length;
      const error = (of: (row: number) => number) =>
        actual!.reduce((sum, value, row) => sum + (value - of(row)) ** 2, 0);
      const { remainingError = 0.8 } = subject.expectations;
      expect(error((row) => answers[row * width + width - 1]!)).toBeLessThan(
        remainingError * error(() => mean),
      );
    });

  if (subject.expectations.transductive) {
    test('JSON and back is the same', () => {
      const document = JSON.parse(JSON.stringify(fit()));
      const loaded = loadModel(document);
      expect(subject.answers(loaded, X)).toEqual(subject.answers(fit(), X));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(document));
    });
    return;
  }

  test('the prediction of some rows is the same rows of the prediction', () => {
    const model = fit();
    const all = subject.answers(model, X);
    const width = all.length / X.rows;
    fc.assert(
      fc.property(fc.array(fc.nat(X.rows - 1), { maxLength: 20 }), (chosen) => {
        const part = dense(
          chosen.map((row) => rowOf(X, row)),
          X.columns,
        );
        const expected = chosen.flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]);
        expect(subject.answers(model, part)).toEqual(Float64Array.from(expected));
      }),
    );
  });

  test('JSON and back predicts identically', () => {
    const model = fit();
    const document = JSON.parse(JSON.stringify(model));
    const loaded = loadModel(document);
    expect(loaded.kind).toBe(model.kind);
    expect(subject.answers(loaded, X)).toEqual(subject.answers(model, X));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(document));
  });

  test('no rows get no predictions', () => {
    expect(subject.answers(fit(), dense([], X.columns))).toEqual(new Float64Array());
  });
}
