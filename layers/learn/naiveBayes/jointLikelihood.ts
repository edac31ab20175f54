import { softmax } from '../linear/softmax.ts';
import type { Dense } from '../matrix.ts';

/** Probabilities of the classes, given the logarithms of their likelihoods together with the row: each row of them normalized. */
export function posteriors(joint: Dense): Dense {
  const { rows, columns } = joint;
  // What no double holds is as unlikely as can be, for every class alike.
  const data = joint.data.map((value) => Math.max(value, -Number.MAX_VALUE));
  for (let row = 0; row < rows; row++) softmax(data.subarray(row * columns, (row + 1) * columns));
  return { rows, columns, data };
}
