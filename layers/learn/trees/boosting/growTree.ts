import { type ColumnBins, mostBins } from '../binning.ts';
import { findCategorySplit } from './categorySplit.ts';
import type { GrownNode, GrownSplit } from './GrownTree.ts';
import {
  fewestHessians,
  type Histogram,
  type Kernel,
  type SplitRules,
  type Sums,
  smallest,
} from './Kernel.ts';
import {
  countOf,
  flagsOf,
  isMissing,
  isOpen,
  layoutWidth,
  monotonicOf,
  type Workspace,
} from './Workspace.ts';

export interface GrowthRules extends SplitRules {
  readonly maxLeafNodes: number;
  readonly maxDepth: number;
  /** Which of the columns that may be used a node considers; all of them if it is not there. */
  readonly drawColumns: ((allowed: readonly number[]) => readonly number[]) | undefined;
  /** Groups of columns that may interact: those of a path lie in one of them. */
  readonly interactions: readonly ReadonlySet<number>[] | undefined;
}

/** A node that can still be split, or was just made. */
interface Candidate extends GrownNode {
  readonly sums: Sums;
  readonly depth: number;
  readonly lower: number;
  readonly upper: number;
  /** Interactions that the path to it leaves. */
  readonly interactions: readonly ReadonlySet<number>[] | undefined;
  histogram: Histogram | undefined;
  best: BestSplit | undefined;
}

interface BestSplit {
  readonly gain: number;
  readonly column: number;
  readonly bin: number | undefined;
  readonly missingLeft: boolean;
  readonly goesLeft: Uint8Array;
  readonly left: Sums;
}

/**
 * Grows trees leaf by leaf, always the one whose split gains most (Shi, 2007: Best-first decision tree learning), each to fit a step of
 * Newton's method. Of two children the smaller one's histogram is computed, and the other's is what is left of their parent's.
 */
export class Grower {
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #columns: readonly ColumnBins[];
  /** Columns of categories. */
  readonly #categorical: readonly number[];
  /** Histograms not in use. */
  readonly #spare: Histogram[] = [];

  constructor(kernel: Kernel, workspace: Workspace, columns: readonly ColumnBins[]) {
    this.#kernel = kernel;
    this.#workspace = workspace;
    this.#columns = columns;
    this.#categorical = [...columns.keys()].filter((column) => columns[column]!.isCategorical);
    this.#mark(() => true);
  }

  /** @param rules whose units are those of the pairs in the workspace */
  grow(rules: GrowthRules): GrownNode {
    const root = this.#makeRoot(rules);
    // Sorted by gain, the largest last.
    const open: Candidate[] = [];
    this.#consider(root, rules, open);
    let leaves = 1;
    for (let next = open.pop(); next; next = open.pop()) {
      const children = this.#split(next, rules);
      leaves++;
      if (leaves === rules.maxLeafNodes) {
        for (const { histogram } of [...open, next]) this.#release(histogram);
        break;
      }
      this.#prepare(next, children, rules);
      for (const child of children) this.#consider(child, rules, open);
    }
    return root;
  }

  #makeRoot(rules: GrowthRules): Candidate {
    const { rows } = this.#workspace;
    const histogram = this.#take();
    this.#kernel.fillHistogram(histogram, 0, rows, true);
    const sums = this.#total(histogram);
    return {
      from: 0,
      to: rows,
      sums,
      value: 0,
      depth: 0,
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
      interactions: rules.interactions,
      histogram,
      best: undefined,
      split: undefined,
    };
  }

  /** Any column has all rows in its bins. */
  #total(histogram: Histogram): Sums {
    let [gradient, hessian, count] = [0, 0, 0];
    for (let bin = 0; bin <= this.#workspace.layout[countOf]!; bin++) {
      const of = this.#kernel.sumsOf(histogram, bin);
      gradient += of.gradient;
      hessian += of.hessian;
      count += of.count;
    }
    return { gradient, hessian, count };
  }

  /** Finds the best split of a node, and puts it where its gain belongs; one without a split is a leaf. */
  #consider(node: Candidate, rules: GrowthRules, open: Candidate[]): void {
    if (!node.histogram) return;
    node.best = this.#findBest(node, node.histogram, rules);
    if (!node.best) {
      this.#release(node.histogram);
      node.histogram = undefined;
      return;
    }
    let place = open.length;
    while (place > 0 && open[place - 1]!.best!.gain >= node.best.gain) place--;
    open.splice(place, 0, node);
  }

  #findBest(node: Candidate, histogram: Histogram, rules: GrowthRules): BestSplit | undefined {
    if (node.sums.count < 2 * rules.fewestRows || node.sums.hessian * rules.hessianUnit < fewestHessians)
      return undefined;
    const isChosen = this.#openColumns(node, rules);
    const split = this.#kernel.findSplit(histogram, node, rules);
    let best: BestSplit | undefined = split && {
      ...split,
      goesLeft: this.#goesLeft(split.column, split.bin, split.missingLeft),
    };
    for (const column of this.#categorical) {
      if (!isChosen(column)) continue;
      const found = findCategorySplit(this.#kernel, this.#workspace, histogram, column, node, rules);
      if (!found || found.gain < (best?.gain ?? 0)) continue;
      // Of equal ones categories come before numbers, as in scikit-learn, and lower columns before higher ones.
      if (found.gain === best?.gain && best.bin === undefined) continue;
      best = {
        ...found,
        column,
        bin: undefined,
        missingLeft: found.goesLeft[this.#columns[column]!.count] === 1,
      };
    }
    return best;
  }

  /** Marks the columns of numbers that the node may be split on, for the kernel. */
  #openColumns({ interactions }: Candidate, { drawColumns }: GrowthRules): (column: number) => boolean {
    if (!interactions && !drawColumns) return () => true;
    const all = this.#columns.map((_, column) => column);
    const allowed = interactions
      ? all.filter((column) => interactions.some((group) => group.has(column)))
      : all;
    const chosen = new Set(drawColumns ? drawColumns(allowed) : allowed);
    this.#mark((column) => chosen.has(column));
    return (column) => chosen.has(column);
  }

  #mark(isChosen: (column: number) => boolean): void {
    const { layout } = this.#workspace;
    for (const [column, { isCategorical }] of this.#columns.entries()) {
      const own = column * layoutWidth + flagsOf;
      layout[own] = (layout[own]! & isMissing) | (isChosen(column) && !isCategorical ? isOpen : 0);
    }
  }

  #goesLeft(column: number, bin: number, missingLeft: boolean): Uint8Array {
    const goesLeft = new Uint8Array(mostBins).fill(1, 0, bin + 1);
    goesLeft[this.#columns[column]!.count] = Number(missingLeft);
    return goesLeft;
  }

  #split(node: Candidate, rules: GrowthRules): [Candidate, Candidate] {
    const { column, gain, bin, goesLeft, left } = node.best!;
    const { layout } = this.#workspace;
    const middle = node.from + this.#kernel.partition(node.from, node.to, node.depth === 0, column, goesLeft);
    const own = column * layoutWidth;
    // Where no row misses the column, rows to come that do go with the majority.
    const missingLeft =
      (layout[own + flagsOf]! & isMissing) === 0
        ? middle - node.from > node.to - middle
        : node.best!.missingLeft;
    const { sums } = node;
    const right = {
      gradient: sums.gradient - left.gradient,
      hessian: sums.hessian - left.hessian,
      count: sums.count - left.count,
    };
    const [leftValue, rightValue] = [newtonStep(left, node, rules), newtonStep(right, node, rules)];
    const monotonic = layout[own + monotonicOf]!;
    const between = (leftValue + rightValue) / 2;
    const interactions = node.interactions?.filter((group) => group.has(column));
    const child = (of: Sums, value: number, from: number, to: number, sign: number): Candidate => ({
      from,
      to,
      sums: of,
      value,
      depth: node.depth + 1,
      // What lies below a monotonic split stays on its side.
      lower: sign > 0 ? between : node.lower,
      upper: sign < 0 ? between : node.upper,
      interactions,
      histogram: undefined,
      best: undefined,
      split: undefined,
    });
    const children: [Candidate, Candidate] = [
      child(left, leftValue, node.from, middle, -monotonic),
      child(right, rightValue, middle, node.to, monotonic),
    ];
    // A root's value is 0, where that of the other nodes is their best: only what a split adds to that counts.
    const own0 = node.depth === 0 ? sums.gradient * rules.gradientUnit * newtonStep(sums, node, rules) : 0;
    node.split = {
      column,
      gain: gain + own0,
      bin,
      missingLeft,
      goesLeft,
      left: children[0],
      right: children[1],
    } satisfies GrownSplit;
    return children;
  }

  /** Histograms of the children that may be split themselves. */
  #prepare(parent: Candidate, children: readonly [Candidate, Candidate], rules: GrowthRules): void {
    const histogram = parent.histogram!;
    parent.histogram = undefined;
    const mayGrow = ({ sums, depth }: Candidate) =>
      depth < rules.maxDepth && sums.count >= 2 * rules.fewestRows;
    if (!children.some(mayGrow)) {
      this.#release(histogram);
      return;
    }
    const [smaller, larger] =
      children[0].sums.count < children[1].sums.count ? children : [children[1], children[0]];
    const own = this.#take();
    this.#kernel.fillHistogram(own, smaller.from, smaller.to, false);
    if (mayGrow(larger)) {
      this.#kernel.subtract(histogram, own);
      larger.histogram = histogram;
    } else this.#release(histogram);
    if (mayGrow(smaller)) smaller.histogram = own;
    else this.#release(own);
  }

  #take(): Histogram {
    return this.#spare.pop() ?? this.#kernel.makeHistogram();
  }

  #release(histogram: Histogram | undefined): void {
    if (histogram) this.#spare.push(histogram);
  }
}

/** A step of Newton's method, within the bounds. */
function newtonStep({ gradient, hessian }: Sums, { lower, upper }: Candidate, rules: GrowthRules): number {
  const steepest =
    (-gradient * rules.gradientUnit) / (hessian * rules.hessianUnit + rules.regularization + smallest);
  return Math.min(upper, Math.max(lower, steepest));
}
