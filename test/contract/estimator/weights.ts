import { expect, test } from 'vitest';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { faultOf, invalid } from './faults.ts';
import type { Subject } from './Subject.ts';

/** Weights are as many rows of the same, or refused. */
export function checkWeights(subject: Subject): void {
  const { weights = 'equivalent', weightTolerance = 1e-6 } = subject.expectations;
  const { X, y } = subject.problem(60, subject.width, 1);
  const answers = (sampleWeight?: Float64Array) =>
    subject.answers(subject.fit(X, y, sampleWeight && { sampleWeight }), X);

  if (weights === 'refused') {
    test('are refused', () => {
      expect(faultOf(() => answers(new Float64Array(60).fill(1)))).toEqual(invalid(/no sample weights/));
    });
    return;
  }

  test('that are all 1 are as none', () => {
    expectNear(answers(new Float64Array(60).fill(1)), answers(), weightTolerance);
  });

  test('that are not one for each row are refused', () => {
    expect(faultOf(() => answers(new Float64Array(59).fill(1)))).toEqual(invalid(/59 sample weights for 60/));
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('of %d are refused', (odd) => {
    const sampleWeight = new Float64Array(60).fill(1);
    sampleWeight[5] = odd;
    expect(faultOf(() => answers(sampleWeight))).toEqual(invalid(/weight of row 5 is/));
  });

  test('that are all 0 are refused', () => {
    expect(faultOf(() => answers(new Float64Array(60)))).toEqual(invalid(/every sample weight is 0/));
  });

  if (weights === 'accepted') return;
  test('of 0 are as no row, of 2 as the row twice', () => {
    const sampleWeight = Float64Array.from({ length: 60 }, (_, row) => [0, 1, 2][row % 3]!);
    const rows = [...sampleWeight.keys()].flatMap((row) => Array<number>(sampleWeight[row]!).fill(row));
    const repeated = subject.fit(denseRows(X, rows), y && Float64Array.from(rows, (row) => y[row]!));
    expectNear(answers(sampleWeight), subject.answers(repeated, X), weightTolerance);
  });
}

function expectNear(ours: Float64Array, theirs: Float64Array, tolerance: number): void {
  const scale = Math.max(1, ...theirs.map(Math.abs));
  const difference = Math.max(...ours.map((value, index) => Math.abs(value - theirs[index]!))) / scale;
  expect(difference).toBeLessThanOrEqual(tolerance);
}
