import type { Baskets } from './baskets.ts';
import type { FrequentSets } from './FrequentSets.ts';

/**
 * Frequent sets level by level: sets of k + 1 items are joined from those of k with the same beginning, and kept when all
 * their subsets are frequent: R. Agrawal and R. Srikant, Fast algorithms for mining association rules, VLDB 1994. Baskets
 * are counted as bits, a word for 32 of them, so that a set's are the intersection of those that it was joined from.
 *
 * @param least baskets that a set must be in
 * @param longest items that a set may have
 */
export function* countCandidates(
  { items, starts, members }: Baskets,
  least: number,
  longest: number,
): Generator<{ done: number; total: number }, FrequentSets, void> {
  const found: { sets: Int32Array[]; counts: number[] } = { sets: [], counts: [] };
  const words = Math.ceil((starts.length - 1) / 32);
  let level: Candidate[] = Array.from(items.keys(), (item) => ({
    set: Int32Array.of(item),
    bits: new Int32Array(words),
  }));
  for (let basket = 0; basket + 1 < starts.length; basket++)
    for (let place = starts[basket]!; place < starts[basket + 1]!; place++)
      level[members[place]!]!.bits[basket >> 5]! |= 1 << (basket & 31);

  const total = Math.min(longest, items.length);
  for (let size = 1; level.length > 0; size++) {
    level = level.filter(({ set, bits }) => {
      const count = countBits(bits);
      if (count < least) return false;
      found.sets.push(set);
      found.counts.push(count);
      return true;
    });
    yield { done: Math.min(size, total), total };
    level = size < longest ? join(level) : [];
  }
  return found;
}

interface Candidate {
  readonly set: Int32Array;
  /** Of the baskets that have all of the set. */
  readonly bits: Int32Array;
}

/** Sets with one item more, of which every subset is frequent. Those of a level are in order, as their joins are. */
function join(level: readonly Candidate[]): Candidate[] {
  const known = new Set(level.map(({ set }) => set.join()));
  const next: Candidate[] = [];
  for (const [index, left] of level.entries()) {
    for (let other = index + 1; other < level.length; other++) {
      const right = level[other]!;
      if (!sharesBeginning(left.set, right.set)) break;
      const set = Int32Array.of(...left.set, right.set.at(-1)!);
      // Without its last or last but one, it is what it was joined from.
      const isPossible = set
        .subarray(0, -2)
        .every((item) => known.has(set.filter((one) => one !== item).join()));
      if (isPossible) next.push({ set, bits: left.bits.map((word, place) => word & right.bits[place]!) });
    }
  }
  return next;
}

function sharesBeginning(left: Int32Array, right: Int32Array): boolean {
  for (let index = 0; index < left.length - 1; index++) if (left[index] !== right[index]) return false;
  return true;
}

function countBits(words: Int32Array): number {
  let count = 0;
  for (let index = 0; index < words.length; index++) {
    let word = words[index]!;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
