import { softmax } from '../linear/softmax.ts';
import type { Dense } from '../matrix.ts';
import type { Temperature } from './temperature.ts';

/** β is sought between e^-10 and e^10, as by scikit-learn. */
const bound = 10;

/**
 * The β of which softmax(β × logits) has the least log loss: where the expected logit is the actual one (Guo and others, 2017, "On
 * calibration of modern neural networks"). The loss is convex, so that halving finds it.
 *
 * @param codes of the rows' classes
 */
export function fitTemperature(
  logits: Dense,
  codes: Int32Array,
  weights: Float64Array | undefined,
): Temperature {
  let [low, high] = [-bound, bound];
  while (high - low > 1e-14 * bound) {
    const middle = (low + high) / 2;
    if (slopeOf(logits, codes, weights, Math.exp(middle)) > 0) high = middle;
    else low = middle;
  }
  return { beta: Math.exp((low + high) / 2) };
}

/** Σ w (expected logit - actual logit). */
function slopeOf(
  { rows, columns, data }: Dense,
  codes: Int32Array,
  weights: Float64Array | undefined,
  beta: number,
): number {
  const shares = new Float64Array(columns);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let code = 0; code < columns; code++) shares[code] = beta * data[start + code]!;
    softmax(shares);
    let expected = 0;
    for (let code = 0; code < columns; code++) expected += shares[code]! * data[start + code]!;
    sum += (weights ? weights[row]! : 1) * (expected - data[start + codes[row]!]!);
  }
  return sum;
}
