/**
 * Sorts the rows of a node by the child they go to; within a child they stay in order.
 *
 * @param index the rows are there from `from` to `to`, unless `whole` says that they are all rows
 * @param left room for as many: those that go left, which may be where the rows are themselves
 * @param right room for as many, and 3 more: the others
 * @param bins of the column, a byte for each row
 * @param goesLeft 1 for each of 256 bins whose rows go left, else 0; then for each of the 16 ways in which four rows can go the bytes of
 *   those that go left, and of the others, 16 each
 * @returns how many go left
 */
export function partition(
  index: usize,
  from: u32,
  to: u32,
  whole: bool,
  left: usize,
  right: usize,
  bins: usize,
  goesLeft: usize,
): u32 {
  const start = index + (from << 2);
  const fours = (to - from) >> 2;
  let leftEnd = left;
  let rightEnd = right;
  let rows = i32x4(from, from + 1, from + 2, from + 3);
  // Both sides are written and only moved on by what belongs there: a branch would be guessed wrong half of the time.
  for (let four: u32 = 0; four < fours; four++) {
    if (!whole) rows = v128.load(start + (four << 4));
    const way =
      sideOf(goesLeft, bins, v128.extract_lane<u32>(rows, 0)) |
      (sideOf(goesLeft, bins, v128.extract_lane<u32>(rows, 1)) << 1) |
      (sideOf(goesLeft, bins, v128.extract_lane<u32>(rows, 2)) << 2) |
      (sideOf(goesLeft, bins, v128.extract_lane<u32>(rows, 3)) << 3);
    const order = goesLeft + 256 + (way << 5);
    v128.store(leftEnd, v128.swizzle(rows, v128.load(order)));
    v128.store(rightEnd, v128.swizzle(rows, v128.load(order, 16)));
    const bytes = popcnt<u32>(way) << 2;
    leftEnd += bytes;
    rightEnd += 16 - bytes;
    if (whole) rows = v128.add<i32>(rows, i32x4.splat(4));
  }
  for (let place = from + (fours << 2); place < to; place++) {
    const row = whole ? place : load<u32>(index + (place << 2));
    const bytes = sideOf(goesLeft, bins, row) << 2;
    store<u32>(leftEnd, row);
    store<u32>(rightEnd, row);
    leftEnd += bytes;
    rightEnd += 4 - bytes;
  }
  return <u32>(leftEnd - left) >> 2;
}

/** Copies rows to where they belong. */
export function move(rows: usize, count: u32, to: usize): void {
  memory.copy(to, rows, count << 2);
}

function sideOf(goesLeft: usize, bins: usize, row: u32): u32 {
  return load<u8>(goesLeft + load<u8>(bins + row));
}

/** Adds a leaf's value to what is predicted for its rows. */
export function addToRows(predictions: usize, index: usize, from: u32, to: u32, value: f64): void {
  const end = index + (to << 2);
  for (let at = index + (from << 2); at < end; at += 4) {
    const prediction = predictions + (load<u32>(at) << 3);
    store<f64>(prediction, load<f64>(prediction) + value);
  }
}
