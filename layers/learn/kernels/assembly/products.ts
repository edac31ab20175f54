/**
 * Takes a centre off each row, in place, and adds what is left to sums.
 *
 * @param rows of `stride` bytes, a multiple of 16, as are the centre and the sums
 */
export function centreRows(rows: usize, count: usize, stride: usize, centre: usize, sums: usize): void {
  const size = count * stride;
  for (let at: usize = 0; at < stride; at += 16) {
    const c = v128.load(centre + at);
    let sum = f64x2.splat(0);
    const end = rows + at + size;
    for (let place = rows + at; place < end; place += stride) {
      const z = f64x2.sub(v128.load(place), c);
      v128.store(place, z);
      sum = f64x2.add(sum, z);
    }
    v128.store(sums + at, f64x2.add(v128.load(sums + at), sum));
  }
}

/**
 * Adds the products of the columns, summed over rows, to the upper triangle of a matrix, four by four columns at once.
 *
 * @param rows of `stride` bytes, a multiple of 32
 * @param products as many rows of `stride` bytes as there are columns; what is below the diagonal is not to be read
 */
export function addProducts(rows: usize, count: usize, stride: usize, products: usize): void {
  const end = rows + count * stride;
  for (let i: usize = 0; i < stride; i += 32) {
    for (let j = i; j < stride; j += 32) {
      let a0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let c0 = f64x2.splat(0);
      let c1 = f64x2.splat(0);
      let d0 = f64x2.splat(0);
      let d1 = f64x2.splat(0);
      let right = rows + j;
      for (let left = rows + i; left < end; left += stride) {
        const low = v128.load(right);
        const high = v128.load(right, 16);
        const a = v128.load_splat<f64>(left);
        a0 = f64x2.add(a0, f64x2.mul(a, low));
        a1 = f64x2.add(a1, f64x2.mul(a, high));
        const b = v128.load_splat<f64>(left, 8);
        b0 = f64x2.add(b0, f64x2.mul(b, low));
        b1 = f64x2.add(b1, f64x2.mul(b, high));
        const c = v128.load_splat<f64>(left, 16);
        c0 = f64x2.add(c0, f64x2.mul(c, low));
        c1 = f64x2.add(c1, f64x2.mul(c, high));
        const d = v128.load_splat<f64>(left, 24);
        d0 = f64x2.add(d0, f64x2.mul(d, low));
        d1 = f64x2.add(d1, f64x2.mul(d, high));
        right += stride;
      }
      const place = products + (i >> 3) * stride + j;
      v128.store(place, f64x2.add(v128.load(place), a0));
      v128.store(place, f64x2.add(v128.load(place, 16), a1), 16);
      v128.store(place + stride, f64x2.add(v128.load(place + stride), b0));
      v128.store(place + stride, f64x2.add(v128.load(place + stride, 16), b1), 16);
      v128.store(place + 2 * stride, f64x2.add(v128.load(place + 2 * stride), c0));
      v128.store(place + 2 * stride, f64x2.add(v128.load(place + 2 * stride, 16), c1), 16);
      v128.store(place + 3 * stride, f64x2.add(v128.load(place + 3 * stride), d0));
      v128.store(place + 3 * stride, f64x2.add(v128.load(place + 3 * stride, 16), d1), 16);
    }
  }
}
