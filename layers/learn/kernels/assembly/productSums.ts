/** Bytes of two numbers, which are worked on at once. */
const pair: usize = 16;

/**
 * Adds to the products of centred rows, and to their sums, four rows at a time. So many rows are centred before their products are
 * taken that a row of the products serves them all while it is in the first cache.
 *
 * @param x rows × columns numbers
 * @param y a number for each row
 * @param rows how many, a multiple of four
 * @param centre taken off: columns + 1 numbers, the last of y
 * @param z room for the rows that are centred together, of `stride` numbers, zeros at first
 * @param together how many these are, a multiple of four
 * @param sums `stride` numbers
 * @param products `stride` × `stride` numbers, of which the upper triangle counts
 * @param stride columns + 1, made even
 */
export function addProducts(
  x: usize,
  y: usize,
  rows: usize,
  columns: usize,
  centre: usize,
  z: usize,
  together: usize,
  sums: usize,
  products: usize,
  stride: usize,
): void {
  const length = stride << 3;
  const last = columns << 3;
  for (let row: usize = 0; row < rows; row += together) {
    const count = min(together, rows - row);
    centreRows(x, y, count, columns, centre, z, sums, stride);
    x += count * last;
    y += count << 3;
    let products0 = products;
    for (let i: usize = 0; i < length; i += pair) {
      addRows(z, count, i, length, products0);
      products0 += 2 * length;
    }
  }
}

function centreRows(
  x: usize,
  y: usize,
  rows: usize,
  columns: usize,
  centre: usize,
  z: usize,
  sums: usize,
  stride: usize,
): void {
  const length = stride << 3;
  const last = columns << 3;
  const evenEnd = (columns & ~1) << 3;
  for (let row: usize = 0; row < rows; row += 4) {
    const x1 = x + last;
    const x2 = x1 + last;
    const x3 = x2 + last;
    const z1 = z + length;
    const z2 = z1 + length;
    const z3 = z2 + length;
    for (let at: usize = 0; at < evenEnd; at += pair) {
      const c = v128.load(centre + at);
      const a0 = f64x2.sub(v128.load(x + at), c);
      const a1 = f64x2.sub(v128.load(x1 + at), c);
      const a2 = f64x2.sub(v128.load(x2 + at), c);
      const a3 = f64x2.sub(v128.load(x3 + at), c);
      v128.store(z + at, a0);
      v128.store(z1 + at, a1);
      v128.store(z2 + at, a2);
      v128.store(z3 + at, a3);
      v128.store(sums + at, f64x2.add(v128.load(sums + at), f64x2.add(f64x2.add(a0, a1), f64x2.add(a2, a3))));
    }
    if (evenEnd < last)
      centreOne(x + evenEnd, last, load<f64>(centre + evenEnd), z + evenEnd, length, sums + evenEnd);
    centreOne(y, 8, load<f64>(centre + last), z + last, length, sums + last);
    x = x3 + last;
    y += 32;
    z = z3 + length;
  }
}

/** Two rows of the products, from the diagonal on. */
function addRows(z: usize, rows: usize, i: usize, length: usize, products0: usize): void {
  const products1 = products0 + length;
  for (let row: usize = 0; row < rows; row += 4) {
    const z1 = z + length;
    const z2 = z1 + length;
    const z3 = z2 + length;
    const a0 = v128.load64_splat(z + i);
    const a1 = v128.load64_splat(z1 + i);
    const a2 = v128.load64_splat(z2 + i);
    const a3 = v128.load64_splat(z3 + i);
    const b0 = v128.load64_splat(z + i, 8);
    const b1 = v128.load64_splat(z1 + i, 8);
    const b2 = v128.load64_splat(z2 + i, 8);
    const b3 = v128.load64_splat(z3 + i, 8);
    for (let j = i; j < length; j += pair) {
      const c0 = v128.load(z + j);
      const c1 = v128.load(z1 + j);
      const c2 = v128.load(z2 + j);
      const c3 = v128.load(z3 + j);
      v128.store(
        products0 + j,
        f64x2.add(
          v128.load(products0 + j),
          f64x2.add(
            f64x2.add(f64x2.mul(a0, c0), f64x2.mul(a1, c1)),
            f64x2.add(f64x2.mul(a2, c2), f64x2.mul(a3, c3)),
          ),
        ),
      );
      v128.store(
        products1 + j,
        f64x2.add(
          v128.load(products1 + j),
          f64x2.add(
            f64x2.add(f64x2.mul(b0, c0), f64x2.mul(b1, c1)),
            f64x2.add(f64x2.mul(b2, c2), f64x2.mul(b3, c3)),
          ),
        ),
      );
    }
    z = z3 + length;
  }
}

/** The same number of four rows. */
function centreOne(from: usize, apart: usize, centre: f64, to: usize, length: usize, sum: usize): void {
  const a0 = load<f64>(from) - centre;
  const a1 = load<f64>(from + apart) - centre;
  const a2 = load<f64>(from + 2 * apart) - centre;
  const a3 = load<f64>(from + 3 * apart) - centre;
  store<f64>(to, a0);
  store<f64>(to + length, a1);
  store<f64>(to + 2 * length, a2);
  store<f64>(to + 3 * length, a3);
  store<f64>(sum, load<f64>(sum) + (a0 + a1 + (a2 + a3)));
}
