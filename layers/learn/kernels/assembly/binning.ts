/**
 * Bins of one column: the number of edges below each value.
 *
 * @param values of the first row, 8 bytes each, `valueStride` bytes apart
 * @param rows how many
 * @param edges 256 ascending numbers, infinite from the last one on
 * @param missing the bin of NaN
 * @param bins where the first row's goes, `binStride` bytes apart
 */
export function binColumn(
  values: usize,
  valueStride: usize,
  rows: usize,
  edges: usize,
  missing: u32,
  bins: usize,
  binStride: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const value = load<f64>(values);
    // Halving without branches, which no processor could guess. NaN is below nothing, and so ends at 0.
    let place: usize = edges;
    place += select<usize>(128 * 8, 0, load<f64>(place, 127 * 8) < value);
    place += select<usize>(64 * 8, 0, load<f64>(place, 63 * 8) < value);
    place += select<usize>(32 * 8, 0, load<f64>(place, 31 * 8) < value);
    place += select<usize>(16 * 8, 0, load<f64>(place, 15 * 8) < value);
    place += select<usize>(8 * 8, 0, load<f64>(place, 7 * 8) < value);
    place += select<usize>(4 * 8, 0, load<f64>(place, 3 * 8) < value);
    place += select<usize>(2 * 8, 0, load<f64>(place, 1 * 8) < value);
    place += select<usize>(1 * 8, 0, load<f64>(place) < value);
    store<u8>(bins, select<u32>(<u32>(place - edges) >> 3, missing, value == value));
    values += valueStride;
    bins += binStride;
  }
}

/**
 * Sorts numbers, none of which is NaN, ascending: by their bytes, the lowest first.
 *
 * @param spare room for as many
 * @param counts room for 2048 32-bit integers
 */
export function sort(values: usize, n: u32, spare: usize, counts: usize): void {
  memory.fill(counts, 0, 8 * 256 * 4);
  const end = values + (n << 3);
  for (let at = values; at < end; at += 8) {
    let bits = load<u64>(at);
    // As unsigned integers of the same order.
    bits ^= <u64>(<i64>bits >> 63) | 0x8000000000000000;
    store<u64>(at, bits);
    for (let byte: usize = 0; byte < 8; byte++, bits >>= 8) {
      const own = counts + (byte << 10) + ((<usize>(bits & 255)) << 2);
      store<u32>(own, load<u32>(own) + 1);
    }
  }
  let from = values;
  let to = spare;
  for (let byte: usize = 0; byte < 8; byte++) {
    const own = counts + (byte << 10);
    const shift = (<u64>byte) << 3;
    // A byte that all have in common sorts nothing.
    if (load<u32>(own + ((<usize>((load<u64>(from) >> shift) & 255)) << 2)) === n) continue;
    let place: u32 = 0;
    for (let value: usize = 0; value < 1024; value += 4) {
      const count = load<u32>(own + value);
      store<u32>(own + value, place);
      place += count;
    }
    const last = from + (n << 3);
    for (let at = from; at < last; at += 8) {
      const bits = load<u64>(at);
      const slot = own + ((<usize>((bits >> shift) & 255)) << 2);
      const goal = load<u32>(slot);
      store<u64>(to + (goal << 3), bits);
      store<u32>(slot, goal + 1);
    }
    const other = from;
    from = to;
    to = other;
  }
  for (let at: usize = 0; at < (<usize>n) << 3; at += 8) {
    const bits = load<u64>(from + at);
    store<u64>(values + at, bits ^ (~(<u64>(<i64>bits >> 63)) | 0x8000000000000000));
  }
}
