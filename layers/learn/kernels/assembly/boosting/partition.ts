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
  let leftEnd = index + (from << 2);
  let rightEnd = right;
  for (let place = from; place < to; place++) {
    const row = whole ? place : load<u32>(index + (place << 2));
    const isLeft = <usize>load<u8>(goesLeft + load<u8>(bins + row));
    // To both sides, and only one of them moves on: a branch would be guessed wrong half of the time.
    store<u32>(leftEnd, row);
    store<u32>(rightEnd, row);
    leftEnd += isLeft << 2;
    rightEnd += 4 - (isLeft << 2);
  }
  memory.copy(leftEnd, right, rightEnd - right);
  return (<u32>(leftEnd - index) >> 2) - from;
}

/** Adds a leaf's value to what is predicted for its rows. */
export function addToRows(predictions: usize, index: usize, from: u32, to: u32, value: f64): void {
  const end = index + (to << 2);
  for (let at = index + (from << 2); at < end; at += 4) {
    const prediction = predictions + (load<u32>(at) << 3);
    store<f64>(prediction, load<f64>(prediction) + value);
  }
}
