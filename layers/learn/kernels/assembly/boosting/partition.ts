/**
 * Sorts the rows of a node by the child they go to; within a child they stay in order.
 *
 * @param index the rows are there from `from` to `to`, or go there when `whole` says that they are all rows
 * @param right room for as many rows
 * @param bins of the column, a byte for each row
 * @param goesLeft 1 for each bin whose rows go left, else 0
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
  const rows: usize = to - from;
  let left: usize = 0;
  for (let place: usize = 0; place < rows; place++) {
    const row = whole ? from + <u32>place : load<u32>(start + (place << 2));
    // To both sides, and only one of them moves on: a branch would be guessed wrong half of the time.
    store<u32>(start + (left << 2), row);
    store<u32>(right + ((place - left) << 2), row);
    left += <usize>load<u8>(goesLeft + load<u8>(bins + row));
  }
  memory.copy(start + (left << 2), right, (rows - left) << 2);
  return <u32>left;
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
    left += <usize>load<u8>(goesLeft + load<u8>(bins + row));
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
