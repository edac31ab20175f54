import { findBins } from './findBins.ts';

/** Least and greatest value in each bin of a column. */
export interface Ranges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Of a hash table's slots; Fibonacci's multiplier scatters them (Knuth, 1998). */
const scatter = 0x9e3779b1;

/**
 * Gives each distinct value a bin, by hashing: nothing is sorted but the distinct values.
 *
 * @param bins of each row, to be written; what is missing gets the bin after the last
 * @returns nothing when there are more distinct values than bins
 */
export function binByValue(values: Float64Array, most: number, bins: Uint16Array): Ranges | undefined {
  const room = Math.min(most, values.length);
  const slots = 1 << (33 - Math.clz32(2 * room));
  const shift = Math.clz32(slots) + 1;
  const codes = new Int32Array(slots).fill(-1);
  const distinct = new Float64Array(room);
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let known = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    const mixed = Math.imul(words[2 * row]! ^ Math.imul(words[2 * row + 1]!, scatter), scatter);
    let slot = mixed >>> shift;
    let code = codes[slot]!;
    while (code !== -1 && distinct[code] !== value) {
      slot = (slot + 1) & (slots - 1);
      code = codes[slot]!;
    }
    if (code === -1) {
      if (known === most) return undefined;
      code = known++;
      codes[slot] = code;
      distinct[code] = value;
    }
    bins[row] = code;
  }
  const found = distinct.subarray(0, known);
  const order = Int32Array.from(found.keys()).sort((a, b) => found[a]! - found[b]!);
  const ranks = new Uint16Array(known);
  for (let rank = 0; rank < known; rank++) ranks[order[rank]!] = rank;
  for (let row = 0; row < values.length; row++)
    bins[row] = Number.isNaN(values[row]!) ? known : ranks[bins[row]!]!;
  const sorted = found.slice().sort();
  return { low: sorted, high: sorted };
}

/** Cuts a column of many values at quantiles. */
export function binByQuantile(values: Float64Array, most: number, bins: Uint16Array): Ranges {
  const column = { rows: values.length, columns: 1, data: values };
  const edges = findBins(column, { maxBins: most })[0]!.edges;
  const low = new Float64Array(edges.length + 1).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(edges.length + 1).fill(Number.NEGATIVE_INFINITY);
  // Padded to a power of 2, so that a search has no branches, which no processor could guess.
  const padded = new Float64Array(1 << (32 - Math.clz32(edges.length))).fill(Number.POSITIVE_INFINITY);
  padded.set(edges);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let bin = 0;
    for (let half = padded.length >> 1; half > 0; half >>= 1)
      bin += padded[bin + half - 1]! < value ? half : 0;
    bins[row] = bin;
    if (value < low[bin]!) low[bin] = value;
    if (value > high[bin]!) high[bin] = value;
  }
  return withoutEmpty(values, bins, low, high);
}

/** Quantiles may be of some rows only: a bin without any is left out, so that values ascend from bin to bin. */
function withoutEmpty(
  values: Float64Array,
  bins: Uint16Array,
  low: Float64Array,
  high: Float64Array,
): Ranges {
  const moved = new Uint16Array(low.length);
  let kept = 0;
  for (let bin = 0; bin < low.length; bin++) {
    moved[bin] = kept;
    if (low[bin]! <= high[bin]!) kept++;
  }
  for (let row = 0; row < values.length; row++)
    bins[row] = Number.isNaN(values[row]!) ? kept : moved[bins[row]!]!;
  const isKept = (_: number, bin: number) => low[bin]! <= high[bin]!;
  return { low: low.filter(isKept), high: high.filter(isKept) };
}
