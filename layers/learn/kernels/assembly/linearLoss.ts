const pair: usize = 16;

/**
 * Loss of rows' scores (x - centre)'w + b, four rows at a time: adds up its gradient. Of the log loss of two classes it keeps
 * e^-|score| of each row, of which the caller takes logarithms; otherwise it is half of the squared error.
 *
 * @param isLog which loss it is
 * @param x rows × columns numbers
 * @param targets a number for each row; 0 or 1 of the log loss
 * @param weights of the rows
 * @param rows how many, a multiple of four
 * @param centre taken off each row
 * @param solution a weight for each column, and an intercept
 * @param gradient as many numbers
 * @param z room for four centred rows
 * @param exponentials where e^-|score| of each row goes
 * @returns Σ w (max(score, 0) - target × score), or Σ w (score - target)² / 2
 */
export function addLoss(
  isLog: bool,
  x: usize,
  targets: usize,
  weights: usize,
  rows: usize,
  columns: usize,
  centre: usize,
  solution: usize,
  gradient: usize,
  z: usize,
  exponentials: usize,
): f64 {
  const length = columns << 3;
  const evenEnd = (columns & ~1) << 3;
  const z1 = z + length;
  const z2 = z1 + length;
  const z3 = z2 + length;
  const intercept = v128.load64_splat(solution + length);
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  let loss = zero;
  let slopes = zero;
  for (let row: usize = 0; row < rows; row += 4) {
    const x1 = x + length;
    const x2 = x1 + length;
    const x3 = x2 + length;
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    for (let at: usize = 0; at < evenEnd; at += pair) {
      const c = v128.load(centre + at);
      const u = v128.load(solution + at);
      const a0 = f64x2.sub(v128.load(x + at), c);
      const a1 = f64x2.sub(v128.load(x1 + at), c);
      const a2 = f64x2.sub(v128.load(x2 + at), c);
      const a3 = f64x2.sub(v128.load(x3 + at), c);
      v128.store(z + at, a0);
      v128.store(z1 + at, a1);
      v128.store(z2 + at, a2);
      v128.store(z3 + at, a3);
      s0 = f64x2.add(s0, f64x2.mul(a0, u));
      s1 = f64x2.add(s1, f64x2.mul(a1, u));
      s2 = f64x2.add(s2, f64x2.mul(a2, u));
      s3 = f64x2.add(s3, f64x2.mul(a3, u));
    }
    // Both halves of each row's sum.
    let low = f64x2.add(v128.shuffle<f64>(s0, s1, 0, 2), v128.shuffle<f64>(s0, s1, 1, 3));
    let high = f64x2.add(v128.shuffle<f64>(s2, s3, 0, 2), v128.shuffle<f64>(s2, s3, 1, 3));
    if (evenEnd < length) {
      const c = load<f64>(centre + evenEnd);
      const u = v128.load64_splat(solution + evenEnd);
      const a0 = load<f64>(x + evenEnd) - c;
      const a1 = load<f64>(x1 + evenEnd) - c;
      const a2 = load<f64>(x2 + evenEnd) - c;
      const a3 = load<f64>(x3 + evenEnd) - c;
      store<f64>(z + evenEnd, a0);
      store<f64>(z1 + evenEnd, a1);
      store<f64>(z2 + evenEnd, a2);
      store<f64>(z3 + evenEnd, a3);
      low = f64x2.add(low, f64x2.mul(f64x2.replace_lane(f64x2.splat(a0), 1, a1), u));
      high = f64x2.add(high, f64x2.mul(f64x2.replace_lane(f64x2.splat(a2), 1, a3), u));
    }
    low = f64x2.add(low, intercept);
    high = f64x2.add(high, intercept);
    const lowTargets = v128.load(targets);
    const highTargets = v128.load(targets, 16);
    const lowWeights = v128.load(weights);
    const highWeights = v128.load(weights, 16);
    let lowSlope: v128;
    let highSlope: v128;
    if (isLog) {
      const lowExp = exp(f64x2.neg(f64x2.abs(low)));
      const highExp = exp(f64x2.neg(f64x2.abs(high)));
      v128.store(exponentials, lowExp);
      v128.store(exponentials, highExp, 16);
      loss = f64x2.add(
        loss,
        f64x2.mul(lowWeights, f64x2.sub(f64x2.max(low, zero), f64x2.mul(lowTargets, low))),
      );
      loss = f64x2.add(
        loss,
        f64x2.mul(highWeights, f64x2.sub(f64x2.max(high, zero), f64x2.mul(highTargets, high))),
      );
      const lowShare = f64x2.div(v128.bitselect(lowExp, one, f64x2.lt(low, zero)), f64x2.add(one, lowExp));
      const highShare = f64x2.div(
        v128.bitselect(highExp, one, f64x2.lt(high, zero)),
        f64x2.add(one, highExp),
      );
      lowSlope = f64x2.mul(lowWeights, f64x2.sub(lowShare, lowTargets));
      highSlope = f64x2.mul(highWeights, f64x2.sub(highShare, highTargets));
    } else {
      const lowError = f64x2.sub(low, lowTargets);
      const highError = f64x2.sub(high, highTargets);
      lowSlope = f64x2.mul(lowWeights, lowError);
      highSlope = f64x2.mul(highWeights, highError);
      loss = f64x2.add(loss, f64x2.mul(half, f64x2.mul(lowSlope, lowError)));
      loss = f64x2.add(loss, f64x2.mul(half, f64x2.mul(highSlope, highError)));
    }
    slopes = f64x2.add(slopes, f64x2.add(lowSlope, highSlope));
    const r0 = v128.shuffle<f64>(lowSlope, lowSlope, 0, 0);
    const r1 = v128.shuffle<f64>(lowSlope, lowSlope, 1, 1);
    const r2 = v128.shuffle<f64>(highSlope, highSlope, 0, 0);
    const r3 = v128.shuffle<f64>(highSlope, highSlope, 1, 1);
    for (let at: usize = 0; at < evenEnd; at += pair) {
      v128.store(
        gradient + at,
        f64x2.add(
          v128.load(gradient + at),
          f64x2.add(
            f64x2.add(f64x2.mul(r0, v128.load(z + at)), f64x2.mul(r1, v128.load(z1 + at))),
            f64x2.add(f64x2.mul(r2, v128.load(z2 + at)), f64x2.mul(r3, v128.load(z3 + at))),
          ),
        ),
      );
    }
    if (evenEnd < length) {
      const sum =
        f64x2.extract_lane(r0, 0) * load<f64>(z + evenEnd) +
        f64x2.extract_lane(r1, 0) * load<f64>(z1 + evenEnd) +
        (f64x2.extract_lane(r2, 0) * load<f64>(z2 + evenEnd) +
          f64x2.extract_lane(r3, 0) * load<f64>(z3 + evenEnd));
      store<f64>(gradient + evenEnd, load<f64>(gradient + evenEnd) + sum);
    }
    x = x3 + length;
    targets += 32;
    weights += 32;
    exponentials += 32;
  }
  const last = gradient + length;
  store<f64>(last, load<f64>(last) + (f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1)));
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}

/**
 * e^x of numbers up to 0: 2^k e^r for the whole number k that leaves |r| below ln 2 / 2, and Taylor's polynomial of degree 13,
 * whose rest is below 1e-17. Below -708 it is that of -708.
 */
function exp(x: v128): v128 {
  x = f64x2.max(x, f64x2.splat(-708));
  // Adding 1.5 × 2^52 leaves the whole number in the lowest bits.
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(6755399441055744));
  const k = f64x2.sub(shifted, f64x2.splat(6755399441055744));
  // ln 2 in two parts, the first of which times k is exact.
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  );
  let p = f64x2.splat(1.6059043836821613e-10);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.08767569878681e-9));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.505210838544172e-8));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.755731922398589e-7));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.3888888888888889e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.16666666666666666));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  return f64x2.mul(p, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}
