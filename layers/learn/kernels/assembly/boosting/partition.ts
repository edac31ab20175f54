/**
 * Sorts the rows of a node by the child they go to; within a child they stay in order.
 *
 * @param index the rows are there from `from` to `to`, or go there when `whole` says that they are all rows
 * @param right room for as many, and 3 more
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
  right: usize,
  bins: usize,
  goesLeft: usize,
): u32 {
  const start = index + (from << 2);
  const fours = (to - from) >> 2;
  let left = start;
  let other = right;
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
    v128.store(left, v128.swizzle(rows, v128.load(order)));
    v128.store(other, v128.swizzle(rows, v128.load(order, 16)));
    const bytes = popcnt<u32>(way) << 2;
    left += bytes;
    other += 16 - bytes;
    if (whole) rows = v128.add<i32>(rows, i32x4.splat(4));
  }
  for (let place = from + (fours << 2); place < to; place++) {
    const row = whole ? place : load<u32>(index + (place << 2));
    const bytes = sideOf(goesLeft, bins, row) << 2;
    store<u32>(left, row);
    store<u32>(other, row);
    left += bytes;
    other += 4 - bytes;
  }
  memory.copy(left, right, other - right);
  return <u32>(left - start) >> 2;
}

function sideOf(goesLeft: usize, bins: usize, row: u32): u32 {
  return load<u8>(goesLeft + load<u8>(bins + row));
}

/**
 * The same for a part of a node's rows, into a room of as many: those that go left first, and the others from the end backwards.
 *
 * @param room of all rows, as the index
 * @returns how many go left
 */
export function partitionPart(
  index: usize,
  from: u32,
  to: u32,
  whole: bool,
  room: usize,
  bins: usize,
  goesLeft: usize,
): u32 {
  const start = room + (from << 2);
  const end = room + ((to - 1) << 2);
  const rows: usize = to - from;
  let left: usize = 0;
  for (let place: usize = 0; place < rows; place++) {
    const row = whole ? from + <u32>place : load<u32>(index + ((from + place) << 2));
    store<u32>(start + (left << 2), row);
    store<u32>(end - ((place - left) << 2), row);
    left += <usize>sideOf(goesLeft, bins, row);
  }
  return <u32>left;
}

/** Brings such a part to where its two sides belong. */
export function collectPart(
  room: usize,
  from: u32,
  to: u32,
  lefts: u32,
  index: usize,
  left: u32,
  right: u32,
): void {
  const middle = room + ((from + lefts) << 2);
  memory.copy(index + (left << 2), room + (from << 2), lefts << 2);
  let goal = index + (right << 2);
  for (let at = room + (to << 2); at > middle; goal += 4) {
    at -= 4;
    store<u32>(goal, load<u32>(at));
  }
}

/** Adds a leaf's value to what is predicted for its rows. */
export function addToRows(predictions: usize, index: usize, from: u32, to: u32, value: f64): void {
  const end = index + (to << 2);
  for (let at = index + (from << 2); at < end; at += 4) {
    const prediction = predictions + (load<u32>(at) << 3);
    store<f64>(prediction, load<f64>(prediction) + value);
  }
}
