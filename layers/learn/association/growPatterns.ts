import type { Baskets } from './baskets.ts';
import type { FrequentSets } from './FrequentSets.ts';

/**
 * A prefix tree of baskets: items along each path have ascending ranks, and every node counts the baskets that pass
 * through it. Nodes are positions in flat arrays; node 0 is the root.
 */
interface PatternTree {
  readonly rank: number[];
  readonly parent: number[];
  readonly count: number[];
  /** The next node of the same rank, or 0. */
  readonly next: number[];
  /** By rank: the first node, or 0, and how many baskets. */
  readonly head: Int32Array;
  readonly support: Float64Array;
}

/**
 * Frequent sets by growing them from the rarest item on, without candidates: J. Han, J. Pei and Y. Yin, Mining frequent
 * patterns without candidate generation, SIGMOD 2000.
 *
 * @param least baskets that a set must be in
 * @param longest items that a set may have
 */
export function* growPatterns(
  { items, starts, members }: Baskets,
  least: number,
  longest: number,
): Generator<{ done: number; total: number }, FrequentSets, void> {
  const counts = new Int32Array(items.length);
  for (const item of members) counts[item]! += 1;
  // Rank 0 is the most frequent, so that paths share their beginnings.
  const ranked = Array.from(counts.keys())
    .filter((item) => counts[item]! >= least)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const rankOf = new Int32Array(items.length).fill(-1);
  for (const [rank, item] of ranked.entries()) rankOf[item] = rank;

  const builder = new TreeBuilder(ranked.length);
  for (let basket = 0; basket + 1 < starts.length; basket++) {
    const path = members
      .subarray(starts[basket], starts[basket + 1])
      .map((item) => rankOf[item]!)
      .filter((rank) => rank !== -1)
      .sort();
    builder.add(path, 0, 1);
  }
  const found: { sets: Int32Array[]; counts: number[] } = { sets: [], counts: [] };
  const tree = builder.tree;
  const suffix: number[] = [];
  for (let rank = ranked.length - 1; rank >= 0; rank--) {
    growFrom(tree, rank, ranked, suffix, { least, longest, found });
    yield { done: ranked.length - rank, total: ranked.length };
  }
  return found;
}

interface Growth {
  readonly least: number;
  readonly longest: number;
  readonly found: { readonly sets: Int32Array[]; readonly counts: number[] };
}

/** Keeps the suffix with the item of that rank before it, and all that frequently comes before both. */
function growFrom(
  tree: PatternTree,
  rank: number,
  ranked: readonly number[],
  suffix: number[],
  growth: Growth,
): void {
  suffix.push(rank);
  growth.found.sets.push(Int32Array.from(suffix, (one) => ranked[one]!).sort());
  growth.found.counts.push(tree.support[rank]!);
  if (suffix.length < growth.longest && rank > 0) {
    const conditional = conditionOn(tree, rank, growth.least);
    for (let before = rank - 1; before >= 0; before--)
      if (conditional.support[before]! >= growth.least) growFrom(conditional, before, ranked, suffix, growth);
  }
  suffix.pop();
}

/** The tree of the paths that lead to a rank, of the items frequent on them. */
function conditionOn(tree: PatternTree, rank: number, least: number): PatternTree {
  const support = new Float64Array(rank);
  for (let node = tree.head[rank]!; node !== 0; node = tree.next[node]!) {
    const count = tree.count[node]!;
    for (let up = tree.parent[node]!; up !== 0; up = tree.parent[up]!) support[tree.rank[up]!]! += count;
  }
  const builder = new TreeBuilder(rank);
  const path = new Int32Array(rank);
  for (let node = tree.head[rank]!; node !== 0; node = tree.next[node]!) {
    // Upwards the ranks fall.
    let start = rank;
    for (let up = tree.parent[node]!; up !== 0; up = tree.parent[up]!)
      if (support[tree.rank[up]!]! >= least) path[--start] = tree.rank[up]!;
    builder.add(path, start, tree.count[node]!);
  }
  return builder.tree;
}

class TreeBuilder {
  readonly tree: PatternTree;
  readonly #firstChild: number[] = [0];
  readonly #sibling: number[] = [0];

  constructor(ranks: number) {
    this.tree = {
      rank: [-1],
      parent: [0],
      count: [0],
      next: [0],
      head: new Int32Array(ranks),
      support: new Float64Array(ranks),
    };
  }

  /** Counts the ranks of a path from a place in it on. */
  add(path: Int32Array, start: number, count: number): void {
    const { tree } = this;
    let node = 0;
    for (let index = start; index < path.length; index++) {
      const rank = path[index]!;
      node = this.#child(node, rank);
      tree.count[node]! += count;
      tree.support[rank]! += count;
    }
  }

  #child(parent: number, rank: number): number {
    const { tree } = this;
    const [first, sibling] = [this.#firstChild, this.#sibling];
    for (let node = first[parent]!; node !== 0; node = sibling[node]!)
      if (tree.rank[node] === rank) return node;
    const node = tree.rank.length;
    tree.rank.push(rank);
    tree.parent.push(parent);
    tree.count.push(0);
    tree.next.push(tree.head[rank]!);
    tree.head[rank] = node;
    first.push(0);
    sibling.push(first[parent]!);
    first[parent] = node;
    return node;
  }
}
