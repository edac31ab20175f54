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
