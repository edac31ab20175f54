/** Gradients and hessians of four rows as integers, next to each other: what histograms are made of. */
function storePairs(pairs: usize, gradients: v128, hessians: v128): void {
  const whole = i32x4.trunc_sat_f32x4_s(v128.nearest<f32>(gradients));
  const wholeHessians = i32x4.trunc_sat_f32x4_s(v128.nearest<f32>(hessians));
  v128.store(pairs, v128.shuffle<i32>(whole, wholeHessians, 0, 4, 1, 5));
  v128.store(pairs, v128.shuffle<i32>(whole, wholeHessians, 2, 6, 3, 7), 16);
}

/** Of the rows from `from` to `to`, both multiples of 4. */
export function quantize(
  gradients: usize,
  hessians: usize,
  from: u32,
  to: u32,
  gradientScale: f32,
  hessianScale: f32,
  pairs: usize,
): void {
  const gradientScales = f32x4.splat(gradientScale);
  const hessianScales = f32x4.splat(hessianScale);
  for (let row = from; row < to; row += 4) {
    const at = row << 2;
    storePairs(
      pairs + (row << 3),
      v128.mul<f32>(v128.load(gradients + at), gradientScales),
      v128.mul<f32>(v128.load(hessians + at), hessianScales),
    );
  }
}

/**
 * Of the log loss of two classes, for the rows from `from` to `to`, both multiples of 4.
 *
 * @param predictions 8 bytes each
 * @param targets 0 or 1, 4 bytes each
 * @param weights of the rows, 4 bytes each, or 0 when all are 1
 */
export function logisticGradients(
  predictions: usize,
  targets: usize,
  weights: usize,
  from: u32,
  to: u32,
  gradientScale: f32,
  hessianScale: f32,
  pairs: usize,
): void {
  const ones = f32x4.splat(1);
  const gradientScales = f32x4.splat(gradientScale);
  const hessianScales = f32x4.splat(hessianScale);
  for (let row = from; row < to; row += 4) {
    const at = row << 2;
    const odds = predictions + (row << 3);
    const lower = f32x4.demote_f64x2_zero(v128.load(odds));
    const upper = f32x4.demote_f64x2_zero(v128.load(odds, 16));
    const power = exponential(v128.neg<f32>(v128.shuffle<i32>(lower, upper, 0, 1, 4, 5)));
    const second = v128.div<f32>(ones, v128.add<f32>(ones, power));
    // Not as 1 less the other one, of which nothing would be left where that is nearly 1.
    const first = v128.mul<f32>(power, second);
    const isSecond = v128.eq<f32>(v128.load(targets + at), ones);
    let gradient = v128.bitselect(v128.neg<f32>(first), second, isSecond);
    let hessian = v128.mul<f32>(first, second);
    if (weights !== 0) {
      const weight = v128.load(weights + at);
      gradient = v128.mul<f32>(gradient, weight);
      hessian = v128.mul<f32>(hessian, weight);
    }
    storePairs(
      pairs + (row << 3),
      v128.mul<f32>(gradient, gradientScales),
      v128.mul<f32>(hessian, hessianScales),
    );
  }
}

/** e to the x: 2 to the k times the series of what is left, at most half a power of 2. Beyond ±60 as at ±60. */
function exponential(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-60)), f32x4.splat(60));
  // Added to a number, this leaves no room for a fraction, and the power of 2 in the lowest bits.
  const noFraction = f32x4.splat(12582912 + 127);
  const shifted = v128.add<f32>(v128.mul<f32>(bounded, f32x4.splat(1.4426950408889634)), noFraction);
  const k = v128.sub<f32>(shifted, noFraction);
  // The logarithm of 2 in two parts of few bits, so that k times either is exact.
  const rest = v128.sub<f32>(
    v128.sub<f32>(bounded, v128.mul<f32>(k, f32x4.splat(0.693359375))),
    v128.mul<f32>(k, f32x4.splat(-0.00021219253540039062)),
  );
  // In pairs (Estrin), which wait for each other less than one term after the other; small ones first, which loses less.
  const square = v128.mul<f32>(rest, rest);
  const high = plus(
    plus(f32x4.splat(1 / 24.0), rest, f32x4.splat(1 / 120.0)),
    square,
    plus(f32x4.splat(1 / 720.0), rest, f32x4.splat(1 / 5040.0)),
  );
  const low = plus(f32x4.splat(0.5), rest, f32x4.splat(1 / 6.0));
  const sum = v128.add<f32>(f32x4.splat(1), plus(rest, square, plus(low, square, high)));
  return v128.mul<f32>(sum, v128.shl<i32>(shifted, 23));
}

function plus(term: v128, x: v128, coefficient: v128): v128 {
  return v128.add<f32>(term, v128.mul<f32>(x, coefficient));
}
