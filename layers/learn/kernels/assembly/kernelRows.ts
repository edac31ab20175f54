/**
 * x'z of a row x with rows z. Even and odd columns are summed by themselves, and the two sums added.
 *
 * @param rows of `stride` bytes, a multiple of 16, as x is; their number is a multiple of 4
 * @param out a number for each row
 */
export function rowProducts(x: usize, rows: usize, count: usize, stride: usize, out: usize): void {
  const end = rows + count * stride;
  for (let first = rows; first < end; first += 4 * stride) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    const second = first + stride;
    const third = second + stride;
    const fourth = third + stride;
    for (let at: usize = 0; at < stride; at += 16) {
      const value = v128.load(x + at);
      a = f64x2.add(a, f64x2.mul(value, v128.load(first + at)));
      b = f64x2.add(b, f64x2.mul(value, v128.load(second + at)));
      c = f64x2.add(c, f64x2.mul(value, v128.load(third + at)));
      d = f64x2.add(d, f64x2.mul(value, v128.load(fourth + at)));
    }
    v128.store(out, f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3)));
    v128.store(out, f64x2.add(v128.shuffle<f64>(c, d, 0, 2), v128.shuffle<f64>(c, d, 1, 3)), 16);
    out += 32;
  }
}

/**
 * Products become exp(-γ |x - z|²), in place: as `exp` of math/exp.ts, eight numbers abreast, which share the constants.
 *
 * @param squares |z|² of each row
 * @param count of rows, a multiple of 8
 * @param square |x|²
 */
export function gaussians(products: usize, squares: usize, count: usize, square: f64, gamma: f64): void {
  const end = products + (count << 3);
  for (; products < end; products += 64, squares += 64) {
    const own = f64x2.splat(square);
    const rate = f64x2.splat(-gamma);
    let a = exponent(v128.load(products), v128.load(squares), own, rate);
    let b = exponent(v128.load(products, 16), v128.load(squares, 16), own, rate);
    let c = exponent(v128.load(products, 32), v128.load(squares, 32), own, rate);
    let d = exponent(v128.load(products, 48), v128.load(squares, 48), own, rate);
    // Adding 1.5 × 2^52 leaves the whole number of powers of 2 in the lowest bits.
    const log2e = f64x2.splat(1.4426950408889634);
    const shift = f64x2.splat(6755399441055744);
    const as = f64x2.add(f64x2.mul(a, log2e), shift);
    const bs = f64x2.add(f64x2.mul(b, log2e), shift);
    const cs = f64x2.add(f64x2.mul(c, log2e), shift);
    const ds = f64x2.add(f64x2.mul(d, log2e), shift);
    a = rest(a, f64x2.sub(as, shift));
    b = rest(b, f64x2.sub(bs, shift));
    c = rest(c, f64x2.sub(cs, shift));
    d = rest(d, f64x2.sub(ds, shift));
    let next = f64x2.splat(1.6059043836821613e-10);
    let ap = next;
    let bp = next;
    let cp = next;
    let dp = next;
    next = f64x2.splat(2.08767569878681e-9);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(2.505210838544172e-8);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(2.755731922398589e-7);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(2.7557319223985893e-6);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(2.48015873015873e-5);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(1.984126984126984e-4);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(1.3888888888888889e-3);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(8.333333333333333e-3);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(4.1666666666666664e-2);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(0.16666666666666666);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(0.5);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(1);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    next = f64x2.splat(1);
    ap = f64x2.add(f64x2.mul(ap, a), next);
    bp = f64x2.add(f64x2.mul(bp, b), next);
    cp = f64x2.add(f64x2.mul(cp, c), next);
    dp = f64x2.add(f64x2.mul(dp, d), next);
    v128.store(products, f64x2.mul(ap, powerOf2(as)));
    v128.store(products, f64x2.mul(bp, powerOf2(bs)), 16);
    v128.store(products, f64x2.mul(cp, powerOf2(cs)), 32);
    v128.store(products, f64x2.mul(dp, powerOf2(ds)), 48);
  }
}

function exponent(product: v128, square: v128, own: v128, rate: v128): v128 {
  const distance = f64x2.sub(f64x2.add(own, square), f64x2.add(product, product));
  return f64x2.max(f64x2.mul(rate, f64x2.max(distance, f64x2.splat(0))), f64x2.splat(-708));
}

/** What k powers of 2 leave, with ln 2 in two parts, the first of which times k is exact. */
function rest(x: v128, k: v128): v128 {
  return f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238))),
    f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)),
  );
}

function powerOf2(shifted: v128): v128 {
  return i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
}
