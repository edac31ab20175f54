/**
 * Squared distances of rows from centres. Even and odd columns are summed by themselves, and the two sums added.
 *
 * @param rows of `stride` bytes, a multiple of 16; as are the centres, whose number is a multiple of 4
 * @param out a number for each row and centre
 */
export function squaredDistances(
  rows: usize,
  count: usize,
  stride: usize,
  centres: usize,
  centreCount: usize,
  out: usize,
): void {
  const end = rows + count * stride;
  const centresEnd = centres + centreCount * stride;
  const fourCentres = 4 * stride;
  for (; rows < end; rows += stride) {
    for (let first = centres; first < centresEnd; first += fourCentres) {
      let a = f64x2.splat(0);
      let b = f64x2.splat(0);
      let c = f64x2.splat(0);
      let d = f64x2.splat(0);
      const second = first + stride;
      const third = second + stride;
      const fourth = third + stride;
      for (let at: usize = 0; at < stride; at += 16) {
        const x = v128.load(rows + at);
        const da = f64x2.sub(x, v128.load(first + at));
        const db = f64x2.sub(x, v128.load(second + at));
        const dc = f64x2.sub(x, v128.load(third + at));
        const dd = f64x2.sub(x, v128.load(fourth + at));
        a = f64x2.add(a, f64x2.mul(da, da));
        b = f64x2.add(b, f64x2.mul(db, db));
        c = f64x2.add(c, f64x2.mul(dc, dc));
        d = f64x2.add(d, f64x2.mul(dd, dd));
      }
      v128.store(out, f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3)));
      v128.store(out, f64x2.add(v128.shuffle<f64>(c, d, 0, 2), v128.shuffle<f64>(c, d, 1, 3)), 16);
      out += 32;
    }
  }
}

/**
 * One round of Hamerly's k-means: moves the bounds with the centres, and measures the rows whose label they leave open.
 *
 * @param rows of `stride` bytes, a multiple of 16; as are the centres, whose number is a multiple of 4
 * @param distances room for a row's
 * @param labels i32, of each row
 * @param upper bound of each row's distance from its own centre
 * @param lower bound of that from any other
 * @param safe for each label, within which no other centre is nearer
 * @param moves for each label, what to add to the upper bound
 * @param drops for each label, what to take off the lower bound
 * @param sums of the rows of each label, `stride` bytes each, and their number: kept as labels change
 * @param margin by which a bound must be below another to count
 * @returns the number of labels that changed
 */
export function assignRows(
  rows: usize,
  count: usize,
  stride: usize,
  centres: usize,
  centreCount: usize,
  distances: usize,
  labels: usize,
  upper: usize,
  lower: usize,
  safe: usize,
  moves: usize,
  drops: usize,
  sums: usize,
  sizes: usize,
  margin: f64,
): usize {
  let changes: usize = 0;
  for (let index: usize = 0; index < count; index++, rows += stride, labels += 4, upper += 8, lower += 8) {
    const label = <usize>load<u32>(labels);
    const above = load<f64>(upper) + load<f64>(moves + (label << 3));
    const below = load<f64>(lower) - load<f64>(drops + (label << 3));
    const halfway = load<f64>(safe + (label << 3));
    const bound = halfway > below ? halfway : below;
    if (above * margin < bound) {
      store<f64>(upper, above);
      store<f64>(lower, below);
      continue;
    }
    // Of few centres all are measured before the branch that this might save is guessed.
    if (centreCount > 8) {
      const own = centres + label * stride;
      let sum = f64x2.splat(0);
      for (let at: usize = 0; at < stride; at += 16) {
        const difference = f64x2.sub(v128.load(rows + at), v128.load(own + at));
        sum = f64x2.add(sum, f64x2.mul(difference, difference));
      }
      const distance = Math.sqrt(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
      if (distance * margin < bound) {
        store<f64>(upper, distance);
        store<f64>(lower, below);
        continue;
      }
    }
    squaredDistances(rows, 1, stride, centres, centreCount, distances);
    // Even and odd centres each find their nearest two.
    let nearest = f64x2.splat(Infinity);
    let second = f64x2.splat(Infinity);
    let places = i64x2.splat(0);
    for (let centre: usize = 0; centre < centreCount; centre += 2) {
      const squares = v128.load(distances + (centre << 3));
      places = v128.bitselect(i64x2.splat(<i64>centre), places, f64x2.lt(squares, nearest));
      second = f64x2.pmin(second, f64x2.pmax(nearest, squares));
      nearest = f64x2.pmin(nearest, squares);
    }
    const even = f64x2.extract_lane(nearest, 0);
    const odd = f64x2.extract_lane(nearest, 1);
    const evenPlace = <usize>i64x2.extract_lane(places, 0);
    const oddPlace = <usize>i64x2.extract_lane(places, 1) + 1;
    const isEven = even < odd || (even === odd && evenPlace < oddPlace);
    const best = isEven ? evenPlace : oddPlace;
    const rest = Math.min(f64x2.extract_lane(second, 0), f64x2.extract_lane(second, 1));
    store<f64>(upper, Math.sqrt(isEven ? even : odd));
    store<f64>(lower, Math.sqrt(Math.min(rest, isEven ? odd : even)));
    if (best !== label) {
      store<u32>(labels, <u32>best);
      changes++;
      const left = sums + label * stride;
      const entered = sums + best * stride;
      for (let at: usize = 0; at < stride; at += 16) {
        const x = v128.load(rows + at);
        v128.store(left + at, f64x2.sub(v128.load(left + at), x));
        v128.store(entered + at, f64x2.add(v128.load(entered + at), x));
      }
      store<f64>(sizes + (label << 3), load<f64>(sizes + (label << 3)) - 1);
      store<f64>(sizes + (best << 3), load<f64>(sizes + (best << 3)) + 1);
    }
  }
  return changes;
}
