/** Rows that are brought together at once: what is known of them stays in the second cache. */
const blockRows: u32 = 4096;
/** Bytes of a row that are brought together at once. */
const groupBytes: u32 = 32;
/** Of a tile in a block. What is over keeps tiles from falling on the same lines of the first cache. */
const tileBytes: usize = 8 * 4096 + 64;

/**
 * Adds rows to the histograms of all columns. A bin is two 64-bit integers: the sum of the gradients; and the number of rows above
 * bit `countShift`, the sum of the hessians below. Integers add up to the same in any order.
 *
 * Rows of a node lie far apart. Short loops that only copy them wait for many at a time; then each tile of four columns, whose
 * histograms fill half of the first cache, goes over what lies side by side.
 *
 * @param bins row by row, `stride` bytes each, a multiple of 4, of which only as many are in use as there are columns
 * @param index the rows to take are there from `from` to `to`; 0 when they are the rows from `from` to `to` themselves
 * @param pairs gradient and hessian of each row, 32 bits each
 * @param block room for the pairs of a block, then its tiles
 * @param slots for each column two 32-bit integers: the place of its first bin in a histogram, and how many bins it has
 */
export function accumulate(
  bins: usize,
  stride: u32,
  columns: u32,
  index: usize,
  from: u32,
  to: u32,
  pairs: usize,
  countShift: u32,
  block: usize,
  slots: usize,
  histogram: usize,
): void {
  const one = i64x2(0, 1 << (<i64>countShift));
  const tiles = block + 16 * blockRows;
  for (let start = from; start < to; start += blockRows) {
    const rows = min<u32>(blockRows, to - start);
    const places = index === 0 ? 0 : index + (start << 2);
    gatherPairs(pairs, places, start, rows, one, block);
    for (let group: u32 = 0; group < columns; group += groupBytes) {
      const last = min<u32>(columns, group + groupBytes);
      const full = min<u32>(last, columns & ~3);
      for (let column = group, tile = tiles; column < full; column += 4, tile += tileBytes)
        gatherBins(bins + column, stride, places, start, rows, tile);
      for (let column = group, tile = tiles; column < full; column += 4, tile += tileBytes)
        addTile(tile, rows, block, histogram, slots + (column << 3));
      for (let column = full; column < last; column++)
        addColumn(
          bins + column,
          stride,
          places,
          start,
          rows,
          block,
          histogram + (load<u32>(slots + (column << 3)) << 4),
        );
    }
  }
}

/** To 64 bits, with a one in the place of the number of rows. */
function gatherPairs(pairs: usize, places: usize, start: u32, rows: u32, one: v128, block: usize): void {
  const end = block + (rows << 4);
  if (places === 0) {
    let pair = pairs + (start << 3);
    for (let at = block; at < end; at += 16, pair += 8)
      v128.store(at, v128.add<i64>(v128.load_ext<i32>(pair), one));
  } else {
    for (let at = block, place = places; at < end; at += 16, place += 4)
      v128.store(at, v128.add<i64>(v128.load_ext<i32>(pairs + (load<u32>(place) << 3)), one));
  }
}

/** Four bins of each row, side by side, as what they are away from the first bin: 16 bytes for each before them. */
function gatherBins(bins: usize, stride: u32, places: usize, start: u32, rows: u32, tile: usize): void {
  const end = tile + (rows << 3);
  if (places === 0) {
    let row = bins + start * stride;
    for (let at = tile; at < end; at += 8, row += stride) storeDistances(at, row);
  } else {
    for (let at = tile, place = places; at < end; at += 8, place += 4)
      storeDistances(at, bins + load<u32>(place) * stride);
  }
}

function storeDistances(at: usize, row: usize): void {
  v128.store64_lane(at, v128.shl<i16>(v128.extend_low<u8>(v128.load32_zero(row)), 4), 0);
}

function addTo(bin: usize, pair: v128): void {
  v128.store(bin, v128.add<i64>(v128.load(bin), pair));
}

function addRow(
  distances: usize,
  pair: v128,
  first: usize,
  second: usize,
  third: usize,
  fourth: usize,
): void {
  addTo(first + load<u16>(distances), pair);
  addTo(second + load<u16>(distances, 2), pair);
  addTo(third + load<u16>(distances, 4), pair);
  addTo(fourth + load<u16>(distances, 6), pair);
}

/** Two rows at once that are half a block apart: neighbours often share their bins, and would wait for each other's sums. */
function addTile(tile: usize, rows: u32, block: usize, histogram: usize, slots: usize): void {
  const first = histogram + (load<u32>(slots) << 4);
  const second = histogram + (load<u32>(slots, 8) << 4);
  const third = histogram + (load<u32>(slots, 16) << 4);
  const fourth = histogram + (load<u32>(slots, 24) << 4);
  const half = rows >> 1;
  const otherTile = tile + (half << 3);
  const otherBlock = block + (half << 4);
  for (let at: usize = 0; at < half << 3; at += 8) {
    const pair = v128.load(block + (at << 1));
    const otherPair = v128.load(otherBlock + (at << 1));
    addRow(tile + at, pair, first, second, third, fourth);
    addRow(otherTile + at, otherPair, first, second, third, fourth);
  }
  if (rows & 1) {
    const last = rows - 1;
    addRow(tile + (last << 3), v128.load(block + (last << 4)), first, second, third, fourth);
  }
}

function addColumn(
  bins: usize,
  stride: u32,
  places: usize,
  start: u32,
  rows: u32,
  block: usize,
  histogram: usize,
): void {
  const half = rows >> 1;
  if (places === 0) {
    let row = bins + start * stride;
    const other = half * stride;
    for (let at: usize = 0; at < half << 4; at += 16, row += stride) {
      addTo(histogram + ((<usize>load<u8>(row)) << 4), v128.load(block + at));
      addTo(histogram + ((<usize>load<u8>(row + other)) << 4), v128.load(block + (half << 4) + at));
    }
  } else {
    const other = places + (half << 2);
    for (let at: usize = 0; at < half << 2; at += 4) {
      addTo(
        histogram + ((<usize>load<u8>(bins + load<u32>(places + at) * stride)) << 4),
        v128.load(block + (at << 2)),
      );
      addTo(
        histogram + ((<usize>load<u8>(bins + load<u32>(other + at) * stride)) << 4),
        v128.load(block + (half << 4) + (at << 2)),
      );
    }
  }
  if (rows & 1) {
    const last = rows - 1;
    const place = places === 0 ? start + last : load<u32>(places + (last << 2));
    addTo(histogram + ((<usize>load<u8>(bins + place * stride)) << 4), v128.load(block + (last << 4)));
  }
}

/** The sum of two histograms takes the place of the first. */
export function add(histogram: usize, other: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) addTo(histogram + at, v128.load(other + at));
}

/** What is left of a parent's histogram takes its place: it is that of the other child. */
export function subtract(parent: usize, child: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(parent + at, v128.sub<i64>(v128.load(parent + at), v128.load(child + at)));
}

/** Adds the joint histogram of some columns, of `count` bins, to that of one: see `join`. */
export function marginalize(joint: usize, count: u32, factor: u32, bins: u32, histogram: usize): void {
  let at = joint;
  const end = joint + (count << 4);
  while (at < end) {
    for (let bin: u32 = 0; bin < bins; bin++) {
      const own = histogram + (bin << 4);
      let sum = v128.load(own);
      for (let time: u32 = 0; time < factor; time++, at += 16) sum = v128.add<i64>(sum, v128.load(at));
      v128.store(own, sum);
    }
  }
}

/** Adds `factor` times the bins of a column to those of another, so that both are in one byte. */
export function join(bins: usize, n: u32, factor: u32, joint: usize): void {
  for (let row: u32 = 0; row < n; row++)
    store<u8>(joint + row, load<u8>(joint + row) + load<u8>(bins + row) * factor);
}

/**
 * Bins that lie column by column, to row by row.
 *
 * @param first the first one's and so on to the fourth one's, of row 0
 * @param to of row 0, where the bins of these columns go
 */
export function interleave(
  first: usize,
  second: usize,
  third: usize,
  fourth: usize,
  n: u32,
  to: usize,
  stride: u32,
): void {
  let at = to;
  for (let row: u32 = 0; row < n; row++, at += stride)
    store<u32>(
      at,
      load<u8>(first + row) |
        (load<u8>(second + row) << 8) |
        (load<u8>(third + row) << 16) |
        (load<u8>(fourth + row) << 24),
    );
}
