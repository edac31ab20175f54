/** Sets of items and how many baskets have all of each. */
export interface FrequentSets {
  /** Positions of items, ascending. */
  readonly sets: readonly Int32Array[];
  readonly counts: readonly number[];
}

/** The same order whatever found them: by size, then by the items themselves. */
export function sortSets({ sets, counts }: FrequentSets): FrequentSets {
  const order = [...sets.keys()].sort((a, b) => compare(sets[a]!, sets[b]!));
  return { sets: order.map((index) => sets[index]!), counts: order.map((index) => counts[index]!) };
}

function compare(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return 0;
}
