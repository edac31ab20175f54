import { describe, expect, test } from 'vitest';
import { LinearRegression } from '../../layers/learn/index.ts';
import { dense } from '../contract/dense.ts';
import { differenceOf, expectAgreement, reference } from './reference.ts';

interface Case {
  readonly X: number[][];
  readonly y: number[];
  readonly fitIntercept: boolean;
  readonly coef: number[];
  readonly intercept: number;
  readonly rank: number;
  readonly predictions: number[];
  /** Intercept and weights in rational arithmetic. */
  readonly exact?: number[];
}

const { cases } = reference<{ cases: Record<string, Case> }>('linear');
const fit = ({ X, y, fitIntercept }: Case) =>
  new LinearRegression({ fitIntercept }).fit(dense(X), Float64Array.from(y));

describe("linear regression finds scikit-learn's weights", () => {
  const plain = Object.entries(cases).filter(([, { exact }]) => exact === undefined);
  test.each(plain)('%s', (_, one) => {
    const model = fit(one);
    expectAgreement(model.coef, one.coef, 1e-12, 'weights');
    expectAgreement([model.intercept], [one.intercept], 1e-12, 'intercept');
    expectAgreement(model.predict(dense(one.X)), one.predictions, 1e-12, 'predictions');
  });
});

describe('on ill-conditioned data it is as near to the exact solution as scikit-learn', () => {
  const hard = Object.entries(cases).filter(([, { exact }]) => exact !== undefined);
  test.each(hard)('%s', (_, one) => {
    const [intercept, ...weights] = one.exact!;
    const model = fit(one);
    // Each weight by itself: they differ by many orders of magnitude.
    const worst = (coef: ArrayLike<number>) =>
      Math.max(...weights.map((weight, index) => differenceOf([coef[index]!], [weight])));
    const theirs = worst(one.coef);
    expectAgreement(
      [worst(model.coef)],
      [0],
      Math.max(10 * theirs, 1e-13),
      `weights; scikit-learn ${theirs}`,
    );
    const allowed = Math.max(10 * differenceOf([one.intercept], [intercept!]), 1e-13);
    expectAgreement([model.intercept], [intercept!], allowed, 'intercept');
  });
});

test('Longley gets the digits that NIST certifies', () => {
  const { coef, intercept } = fit(cases.Longley!);
  const certified = [
    -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359,
    -0.0511041056535807, 1829.15146461355,
  ];
  for (const [index, value] of [intercept, ...coef].entries()) {
    expect(Math.abs(value / certified[index]! - 1)).toBeLessThan(1e-9);
  }
});
