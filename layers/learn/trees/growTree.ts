import type { Random } from '../random.ts';
import type { BinnedColumns } from './BinnedColumns.ts';
import type { Criterion, LeafLimits } from './Criterion.ts';
import { GrowingTree } from './GrowingTree.ts';
import { partOf, partRows, type Sample } from './Sample.ts';
import { Splitter, type SplitterOptions } from './Splitter.ts';
import type { Workspace } from './Workspace.ts';

/** How far a tree is grown, in rows and weight; Infinity where there is no limit. */
export interface Growth extends SplitterOptions {
  readonly limits: LeafLimits;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly maxLeafNodes: number;
  readonly minImpurityDecrease: number;
  /** Keeps the values of splits too, each of which may become a leaf when the tree is pruned. */
  readonly keepsValues: boolean;
}

/** A node to look at: rows of the sample from `start` up to `end`. */
interface Open {
  /** Where it hangs, as GrowingTree.attach has it. */
  readonly place: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

type Split = Pick<Splitter, 'column' | 'isMissingLeft' | 'threshold'>;

/** A node that can be split, and is parted already. */
interface Candidate extends Open, Split {
  readonly middle: number;
  readonly decrease: number;
}

/** Below it a part costs more than it saves. */
const leastPart = 32;

/**
 * Grows one tree: in depth, or where the number of leaves is limited by the split that lessens the impurity most, as
 * scikit-learn does (Breiman, Friedman, Olshen and Stone, 1984).
 */
export function growTree(
  columns: BinnedColumns,
  sample: Sample,
  criterion: Criterion,
  classes: number,
  growth: Growth,
  workspace: Workspace,
  random: Random,
): GrowingTree {
  criterion.limits = growth.limits;
  const grower = new Grower(columns, sample, criterion, classes, growth, workspace, random);
  if (growth.maxLeafNodes < Number.POSITIVE_INFINITY) grower.growByGain(sample);
  else grower.growInDepth(sample, 0, { place: -1, start: 0, end: sample.size, depth: 0 });
  return grower.tree;
}

class Grower {
  readonly tree: GrowingTree;
  readonly #columns: number;
  readonly #criterion: Criterion;
  readonly #splitter: Splitter;
  readonly #growth: Growth;
  readonly #workspace: Workspace;
  /** Weight of all rows. */
  readonly #total: number;

  constructor(
    columns: BinnedColumns,
    sample: Sample,
    criterion: Criterion,
    classes: number,
    growth: Growth,
    workspace: Workspace,
    random: Random,
  ) {
    this.#workspace = workspace;
    this.tree = new GrowingTree(classes, growth.keepsValues);
    this.#columns = columns.columns;
    this.#criterion = criterion;
    this.#growth = growth;
    this.#splitter = new Splitter(columns, criterion, workspace, growth, random);
    criterion.enter(sample, 0, sample.size);
    this.#total = criterion.weight;
  }

  /**
   * Left before right, and small subtrees with all of their data close together.
   *
   * @param level of the sample: 0 for that of the whole tree, 1 for a part of it, and so on
   */
  growInDepth(sample: Sample, level: number, root: Open): void {
    const isPartWorthwhile = this.#columns <= 8 * this.#growth.maxFeatures;
    const largestPart = isPartWorthwhile ? Math.min(partRows(level + 1), sample.size >>> 4) : 0;
    // Four numbers for each open node, so that deep trees make no garbage.
    const open = [root.place, root.start, root.end, root.depth];
    while (open.length > 0) {
      const depth = open.pop()!;
      const end = open.pop()!;
      const start = open.pop()!;
      const place = open.pop()!;
      if (end - start <= largestPart && end - start >= leastPart) {
        const part = partOf(sample, this.#columns, start, end, this.#workspace, level + 1);
        this.growInDepth(part, level + 1, { place, start: 0, end: part.size, depth });
        continue;
      }
      if (!this.#canSplit(sample, start, end, depth)) {
        this.#addLeaf(place);
        continue;
      }
      const middle = this.#splitter.partition(sample, start, end);
      if (this.#growth.minImpurityDecrease > 0) {
        const decrease = this.#decrease(sample, start, middle, end);
        if (this.#isTooLittle(decrease)) {
          this.#addLeaf(place);
          continue;
        }
      }
      const split = this.#addSplit(place, this.#splitter);
      open.push(2 * split + 1, middle, end, depth + 1);
      open.push(2 * split, start, middle, depth + 1);
    }
  }

  /** The split of greatest decrease first, until there are as many leaves as there may be. */
  growByGain(sample: Sample): void {
    const frontier: Candidate[] = [];
    let leaves = 1;
    const consider = (node: Open) => {
      const candidate = this.#candidate(sample, node);
      if (!candidate) return this.#addLeaf(node.place);
      const after = frontier.findIndex(({ decrease }) => decrease >= candidate.decrease);
      frontier.splice(after === -1 ? frontier.length : after, 0, candidate);
    };
    consider({ place: -1, start: 0, end: sample.size, depth: 0 });
    while (frontier.length > 0) {
      const best = frontier.pop()!;
      const { place, start, middle, end, depth } = best;
      this.#criterion.enter(sample, start, end);
      if (leaves >= this.#growth.maxLeafNodes) {
        this.#addLeaf(place);
        continue;
      }
      leaves++;
      const split = this.#addSplit(place, best);
      consider({ place: 2 * split, start, end: middle, depth: depth + 1 });
      consider({ place: 2 * split + 1, start: middle, end, depth: depth + 1 });
    }
  }

  #candidate(sample: Sample, node: Open): Candidate | undefined {
    const { start, end, depth } = node;
    if (!this.#canSplit(sample, start, end, depth)) return undefined;
    const middle = this.#splitter.partition(sample, start, end);
    const decrease = this.#decrease(sample, start, middle, end);
    if (this.#isTooLittle(decrease)) return undefined;
    const { column, isMissingLeft, threshold } = this.#splitter;
    return { ...node, column, isMissingLeft, threshold, middle, decrease };
  }

  /** Enters the node, and looks for its split. */
  #canSplit(sample: Sample, start: number, end: number, depth: number): boolean {
    const criterion = this.#criterion;
    const { maxDepth, minSamplesSplit, limits } = this.#growth;
    criterion.enter(sample, start, end);
    const size = end - start;
    return (
      !criterion.isPure &&
      depth < maxDepth &&
      size >= minSamplesSplit &&
      size >= 2 * limits.samples &&
      criterion.weight >= 2 * limits.weight &&
      this.#splitter.find(sample, start, end)
    );
  }

  /** How much a split lessens the weight times impurity of a node, which it leaves entered. */
  #decrease(sample: Sample, start: number, middle: number, end: number): number {
    const after = this.#risk(sample, start, middle) + this.#risk(sample, middle, end);
    return this.#risk(sample, start, end) - after;
  }

  #risk(sample: Sample, start: number, end: number): number {
    this.#criterion.enter(sample, start, end);
    return this.#criterion.weight * this.#criterion.impurity;
  }

  #isTooLittle(decrease: number): boolean {
    return decrease / this.#total + Number.EPSILON < this.#growth.minImpurityDecrease;
  }

  /** Of the node entered. */
  #addSplit(place: number, { column, isMissingLeft, threshold }: Split): number {
    const { tree } = this;
    const criterion = this.#criterion;
    const split = tree.addSplit(column, isMissingLeft, threshold);
    tree.risks[split] = criterion.weight * criterion.impurity;
    if (this.#growth.keepsValues) criterion.writeValue(tree.splitValues, split * tree.width);
    tree.attach(place, split);
    return split;
  }

  /** Of the node entered. */
  #addLeaf(place: number): void {
    const { tree } = this;
    const criterion = this.#criterion;
    if (criterion.pureClass !== -1) {
      tree.attach(place, -1 - criterion.pureClass);
      return;
    }
    const leaf = tree.addLeaf();
    tree.leafRisks[leaf] = criterion.weight * criterion.impurity;
    criterion.writeValue(tree.values, leaf * tree.width);
    tree.attach(place, -1 - leaf);
  }
}
