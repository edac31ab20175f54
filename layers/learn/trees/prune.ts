import { GrowingTree } from './GrowingTree.ts';

/**
 * Minimal cost-complexity pruning: as long as the split whose subtree lessens the impurity least for each of its leaves
 * lessens it by no more than `alpha`, it becomes a leaf (Breiman, Friedman, Olshen and Stone, 1984).
 *
 * @param classes that have a leaf of their own in the tree, as GrowingTree's
 */
export function prune(tree: GrowingTree, classes: number, total: number, alpha: number): GrowingTree {
  if (tree.splits === 0) return tree;
  const parents = parentsOf(tree);
  const leaves = new Int32Array(tree.splits);
  const branches = new Float64Array(tree.splits);
  // Children have greater numbers than their parents.
  for (let split = tree.splits - 1; split >= 0; split--) {
    for (const child of childrenOf(tree, split)) {
      leaves[split]! += child >= 0 ? leaves[child]! : 1;
      branches[split]! += child >= 0 ? branches[child]! : tree.leafRisks[-1 - child]!;
    }
  }
  const isPruned = new Uint8Array(tree.splits);
  for (;;) {
    const weakest = weakestOf(tree, leaves, branches, isPruned);
    if (isPruned[0] === 1 || weakest.alpha / total > alpha) break;
    const { split } = weakest;
    const [fewer, more] = [leaves[split]! - 1, tree.risks[split]! - branches[split]!];
    for (let above = split; above !== -1; above = parents[above]!) {
      leaves[above]! -= fewer;
      branches[above]! += more;
    }
    markBelow(tree, split, isPruned);
  }
  return withoutPruned(tree, classes, isPruned);
}

function childrenOf({ children }: GrowingTree, split: number): readonly [number, number] {
  return [children[2 * split]!, children[2 * split + 1]!];
}

function parentsOf(tree: GrowingTree): Int32Array {
  const parents = new Int32Array(tree.splits).fill(-1);
  for (let split = 0; split < tree.splits; split++)
    for (const child of childrenOf(tree, split)) if (child >= 0) parents[child] = split;
  return parents;
}

function weakestOf(tree: GrowingTree, leaves: Int32Array, branches: Float64Array, isPruned: Uint8Array) {
  let weakest = { split: -1, alpha: Number.POSITIVE_INFINITY };
  for (let split = 0; split < tree.splits; split++) {
    if (isPruned[split] === 1) continue;
    const alpha = (tree.risks[split]! - branches[split]!) / (leaves[split]! - 1);
    if (alpha < weakest.alpha) weakest = { split, alpha };
  }
  return weakest;
}

function markBelow(tree: GrowingTree, split: number, isPruned: Uint8Array): void {
  const open = [split];
  while (open.length > 0) {
    const next = open.pop()!;
    isPruned[next] = 1;
    for (const child of childrenOf(tree, next)) if (child >= 0 && isPruned[child] === 0) open.push(child);
  }
}

function withoutPruned(tree: GrowingTree, classes: number, isPruned: Uint8Array): GrowingTree {
  const pruned = new GrowingTree(classes, false);
  const { width } = tree;
  const addLeaf = (values: Float64Array, from: number, risk: number) => {
    const leaf = pruned.addLeaf();
    pruned.values.set(values.subarray(from * width, (from + 1) * width), leaf * width);
    pruned.leafRisks[leaf] = risk;
    return -1 - leaf;
  };
  const copied = (node: number): number => {
    if (node < 0) {
      const leaf = -1 - node;
      return leaf < classes ? node : addLeaf(tree.values, leaf, tree.leafRisks[leaf]!);
    }
    return addLeaf(tree.splitValues, node, tree.risks[node]!);
  };
  const open = [{ node: tree.root, place: -1 }];
  while (open.length > 0) {
    const { node, place } = open.pop()!;
    if (node < 0 || isPruned[node] === 1) {
      pruned.attach(place, copied(node));
      continue;
    }
    const split = pruned.addSplit(
      tree.columns[node]! >> 1,
      (tree.columns[node]! & 1) === 1,
      tree.thresholds[node]!,
    );
    pruned.risks[split] = tree.risks[node]!;
    pruned.attach(place, split);
    const [left, right] = childrenOf(tree, node);
    open.push({ node: right, place: 2 * split + 1 }, { node: left, place: 2 * split });
  }
  return pruned;
}
