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
