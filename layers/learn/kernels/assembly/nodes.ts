// What trees of forests do with the rows of a node. A node's own arrays begin at its first row; `bins` at its column, by row.

/**
 * The weight of each class in each bin that has rows, one after the other.
 *
 * @param size rows of the node
 * @param count bins of the column
 * @param histogram zeros, `classes` for each bin, and zeros again
 * @param occupied zeros, a bit for each bin, and zeros again
 * @param list to which the bins are written
 * @param groups to which their weights are written
 * @returns how many there are
 */
export function groupClasses(
  bins: usize,
  rows: usize,
  codes: usize,
  weights: usize,
  size: u32,
  count: u32,
  classes: u32,
  histogram: usize,
  occupied: usize,
  list: usize,
  groups: usize,
): u32 {
  const isDense = size << 2 >= count;
  for (let index: u32 = 0; index < size; index++) {
    const bin = binOf(bins, rows, index);
    if (!isDense) mark(occupied, bin);
    add(
      histogram + ((<usize>(bin * classes + load<u32>(codes + ((<usize>index) << 2)))) << 3),
      load<f64>(weights + ((<usize>index) << 3)),
    );
  }
  const listed = isDense ? listAll(list, count) : listOccupied(list, count, occupied);
  let used: u32 = 0;
  for (let place: u32 = 0; place < listed; place++) {
    const bin = load<u32>(list + ((<usize>place) << 2));
    const from = histogram + ((<usize>(bin * classes)) << 3);
    const to = groups + ((<usize>(used * classes)) << 3);
    let sum: f64 = 0;
    for (let code: usize = 0; code < (<usize>classes) << 3; code += 8) {
      const weight = load<f64>(from + code);
      store<f64>(to + code, weight);
      store<f64>(from + code, 0);
      sum += weight;
    }
    store<u32>(list + ((<usize>used) << 2), bin);
    used += u32(sum > 0);
  }
  return used;
}

/** The weight, and the weighted sum of the distances from the mean, of each bin that has rows: otherwise as groupClasses. */
export function groupMoments(
  bins: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  mean: f64,
  size: u32,
  count: u32,
  histogram: usize,
  occupied: usize,
  list: usize,
  groups: usize,
): u32 {
  const isDense = size << 2 >= count;
  for (let index: u32 = 0; index < size; index++) {
    const bin = binOf(bins, rows, index);
    if (!isDense) mark(occupied, bin);
    const weight = load<f64>(weights + ((<usize>index) << 3));
    const at = histogram + ((<usize>bin) << 4);
    add(at, weight);
    add(at + 8, weight * (load<f64>(targets + ((<usize>index) << 3)) - mean));
  }
  const listed = isDense ? listAll(list, count) : listOccupied(list, count, occupied);
  let used: u32 = 0;
  for (let place: u32 = 0; place < listed; place++) {
    const bin = load<u32>(list + ((<usize>place) << 2));
    const from = histogram + ((<usize>bin) << 4);
    const to = groups + ((<usize>used) << 4);
    const weight = load<f64>(from);
    store<f64>(to, weight);
    store<f64>(to + 8, load<f64>(from + 8));
    store<f64>(from, 0);
    store<f64>(from + 8, 0);
    store<u32>(list + ((<usize>used) << 2), bin);
    used += u32(weight > 0);
  }
  return used;
}

/** Rows that are looked at one by one for the bins beside a threshold; for more of them all bins are, by halving. */
const fewRows: u32 = 32;

/**
 * Draws a threshold between the least and the greatest value of a node.
 *
 * @param missing bin of missing values
 * @param lows least value in each bin of the column
 * @param highs greatest value in each
 * @param share of the way from the least value to the greatest
 * @param range to which are written the least and the greatest bin, whether values are missing, and the bins left and right of the
 *   threshold
 * @returns the threshold; of no use when no values differ
 */
export function draw(
  bins: usize,
  rows: usize,
  size: u32,
  missing: i32,
  lows: usize,
  highs: usize,
  share: f64,
  range: usize,
): f64 {
  let least = missing;
  let greatest: i32 = -1;
  let most: i32 = -1;
  for (let index: u32 = 0; index < size; index++) {
    const bin = <i32>binOf(bins, rows, index);
    least = min(least, bin);
    most = max(most, bin);
    greatest = max(greatest, select<i32>(-1, bin, bin == missing));
  }
  store<i32>(range, least);
  store<i32>(range, greatest, 4);
  store<i32>(range, i32(most == missing), 8);
  if (greatest == -1) return 0;
  const from = load<f64>(lows + ((<usize>least) << 3));
  const drawn = from + share * (load<f64>(highs + ((<usize>greatest) << 3)) - from);
  let cut: i32 = least;
  let next: i32 = greatest;
  if (size <= fewRows) {
    for (let index: u32 = 0; index < size; index++) {
      const bin = <i32>binOf(bins, rows, index);
      const isLeft = i32(bin < greatest) & i32(load<f64>(lows + ((<usize>min(bin, greatest)) << 3)) <= drawn);
      cut = max(cut, select<i32>(bin, least, isLeft));
      next = min(next, select<i32>(greatest, bin, isLeft));
    }
  } else {
    let length = max(1, greatest - least);
    while (length > 1) {
      const half = length >> 1;
      cut = select<i32>(cut + half, cut, load<f64>(lows + ((<usize>(cut + half)) << 3)) <= drawn);
      length -= half;
    }
    next = cut + 1;
  }
  store<i32>(range, cut, 12);
  store<i32>(range, next, 16);
  return drawn;
}

/** The weight of each class left and right of a cut, one after the other: see sideOf. @returns how many rows go right */
export function partClasses(
  bins: usize,
  rows: usize,
  codes: usize,
  weights: usize,
  size: u32,
  cut: i32,
  ceiling: i32,
  classes: u32,
  totals: usize,
  groups: usize,
): u32 {
  const rights = groups + ((<usize>classes) << 3);
  for (let code: usize = 0; code < (<usize>classes) << 3; code += 8) store<f64>(rights + code, 0);
  let right: u32 = 0;
  for (let index: u32 = 0; index < size; index++) {
    const goesRight = side(binOf(bins, rows, index), cut, ceiling);
    const code = load<u32>(codes + ((<usize>index) << 2));
    add(rights + ((<usize>code) << 3), <f64>goesRight * load<f64>(weights + ((<usize>index) << 3)));
    right += goesRight;
  }
  for (let code: usize = 0; code < (<usize>classes) << 3; code += 8)
    store<f64>(groups + code, load<f64>(totals + code) - load<f64>(rights + code));
  return right;
}

/** The weight, and the weighted sum of the distances from the mean, right of a cut: otherwise as partClasses. */
export function partMoments(
  bins: usize,
  rows: usize,
  targets: usize,
  weights: usize,
  mean: f64,
  size: u32,
  cut: i32,
  ceiling: i32,
  rights: usize,
): u32 {
  let right: u32 = 0;
  let heavy: f64 = 0;
  let sum: f64 = 0;
  for (let index: u32 = 0; index < size; index++) {
    const goesRight = side(binOf(bins, rows, index), cut, ceiling);
    const own = <f64>goesRight * load<f64>(weights + ((<usize>index) << 3));
    right += goesRight;
    heavy += own;
    sum += own * (load<f64>(targets + ((<usize>index) << 3)) - mean);
  }
  store<f64>(rights, heavy);
  store<f64>(rights, sum, 8);
  return right;
}

/**
 * Moves the rows that go left to the front, each side in its order: see sideOf.
 *
 * @param target of each row, `targetBytes` wide
 * @param other three arrays of the same kinds for the rows that go right, with room for one more than the node has
 * @returns how many go left
 */
export function partition(
  bins: usize,
  rows: usize,
  target: usize,
  weights: usize,
  size: u32,
  targetBytes: u32,
  cut: i32,
  ceiling: i32,
  otherRows: usize,
  otherTarget: usize,
  otherWeights: usize,
): u32 {
  let left: u32 = 0;
  let right: u32 = 0;
  const isWide = targetBytes == 8;
  for (let index: u32 = 0; index < size; index++) {
    const row = load<u32>(rows + ((<usize>index) << 2));
    const bin = binOf(bins, rows, index);
    const weight = load<f64>(weights + ((<usize>index) << 3));
    const goesRight = side(bin, cut, ceiling);
    store<u32>(otherRows + ((<usize>right) << 2), row);
    store<f64>(otherWeights + ((<usize>right) << 3), weight);
    store<u32>(rows + ((<usize>left) << 2), row);
    store<f64>(weights + ((<usize>left) << 3), weight);
    if (isWide) {
      const own = load<u64>(target + ((<usize>index) << 3));
      store<u64>(otherTarget + ((<usize>right) << 3), own);
      store<u64>(target + ((<usize>left) << 3), own);
    } else {
      const own = load<u32>(target + ((<usize>index) << 2));
      store<u32>(otherTarget + ((<usize>right) << 2), own);
      store<u32>(target + ((<usize>left) << 2), own);
    }
    right += goesRight;
    left += 1 - goesRight;
  }
  copy(rows + ((<usize>left) << 2), otherRows, right << 2);
  copy(weights + ((<usize>left) << 3), otherWeights, right << 3);
  copy(target + <usize>(left * targetBytes), otherTarget, right * targetBytes);
  return left;
}

function binOf(bins: usize, rows: usize, index: u32): u32 {
  return load<u16>(bins + ((<usize>load<u32>(rows + ((<usize>index) << 2))) << 1));
}

function side(bin: i32, cut: i32, ceiling: i32): u32 {
  return <u32>((cut - bin) & (bin - ceiling)) >> 31;
}

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

function mark(occupied: usize, bin: u32): void {
  const word = occupied + ((<usize>bin >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (bin & 31)));
}

function listAll(list: usize, count: u32): u32 {
  for (let bin: u32 = 0; bin < count; bin++) store<u32>(list + ((<usize>bin) << 2), bin);
  return count;
}

function listOccupied(list: usize, count: u32, occupied: usize): u32 {
  let listed: u32 = 0;
  for (let first: u32 = 0; first < count; first += 32) {
    let bits = load<u32>(occupied);
    store<u32>(occupied, 0);
    while (bits != 0) {
      store<u32>(list + ((<usize>listed) << 2), first + <u32>ctz(bits));
      listed++;
      bits &= bits - 1;
    }
    occupied += 4;
  }
  return listed;
}

function copy(to: usize, from: usize, bytes: u32): void {
  for (let at: usize = 0; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at));
}
