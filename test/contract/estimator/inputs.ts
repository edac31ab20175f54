import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import type { Features, Model, RegressionModel } from '../../../layers/learn/index.ts';
import { rowOf, type Subject } from './Subject.ts';

/** Constructors only keep parameters, and data is never written to. */
export function checkInputs(subject: Subject): void {
  const { X, y } = subject.problem(60, subject.width, 1);

  test('the constructor keeps parameters and does nothing else', () => {
    const estimator = subject.make();
    expect(subject.make().params).toEqual(estimator.params);
    const before = JSON.stringify(estimator);
    subject.fit(X, y, {}, estimator);
    expect(JSON.stringify(estimator)).toBe(before);
  });

  test('its kind is the name of its class in kebab case', () => {
    const estimator = subject.make();
    const words = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
    expect(estimator.kind).toBe(estimator.constructor.name.replaceAll(words, '-').toLowerCase());
  });

  test('fit and predict leave their inputs as they were', () => {
    const [data, target] = [X.data.slice(), y?.slice()];
    subject.answers(subject.fit(X, y), X);
    expect(X.data).toEqual(data);
    expect(y).toEqual(target);
  });

  test('a model does not change with the data it was fitted to', () => {
    const [from, target] = [{ ...X, data: X.data.slice() }, y?.slice()];
    const model = subject.fit(from, target);
    const before = subject.answers(model, X);
    from.data.fill(0);
    target?.fill(0);
    expect(subject.answers(model, X)).toEqual(before);
  });

  const rows = Array.from({ length: X.rows }, (_, row) => rowOf(X, row));
  const columns = Array.from({ length: X.columns }, (_, column) => {
    const values = Float64Array.from(rows, (row) => row[column]!);
    return [`x${column}`, { kind: 'number', values }] as const;
  });
  test.each<[string, Features]>([
    ['an array of rows', rows],
    ['an ml-matrix Matrix', new Matrix(rows)],
    ['typed columns', { length: X.rows, columns: Object.fromEntries(columns) }],
  ])('%s is as good as one array', (_, other) => {
    const model = subject.fit(X, y);
    const predict = (of: Model, from: Features) => (of as RegressionModel).predict(from);
    if (!subject.expectations.transductive) expect(predict(model, other)).toEqual(predict(model, X));
    expect(JSON.stringify(subject.fit(other as typeof X, y))).toBe(JSON.stringify(model));
  });
}
