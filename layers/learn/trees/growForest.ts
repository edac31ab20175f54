import { Arena } from '../kernels/Arena.ts';
import type { Dense } from '../matrix.ts';
import { seededRandom } from '../random.ts';
import type { Steps } from '../steps.ts';
import { type BinnedColumns, binColumns, histogramSize } from './BinnedColumns.ts';
import { bootstrap } from './bootstrap.ts';
import type { Criterion } from './Criterion.ts';
import type { GrowingTree } from './GrowingTree.ts';
import { growTree } from './growTree.ts';
import { prune } from './prune.ts';
import { sampleOf, type Target } from './Sample.ts';
import { type Tree, Trees } from './Trees.ts';
import { type ForestParameters, growthOf } from './treeParameters.ts';
import { Workspace } from './Workspace.ts';

/** What trees learn from. */
export interface Problem {
  readonly X: Dense;
  readonly target: Target;
  /** 0 for regression. */
  readonly classes: number;
  readonly weights: Float64Array | undefined;
  readonly splitter: 'best' | 'random';
  readonly criterion: (mostBins: number, workspace: Workspace) => Criterion;
  /** Changes the weights of the rows drawn for a tree. */
  readonly reweigh?: (counts: Float64Array) => Float64Array;
}

export interface Forest {
  readonly trees: Trees;
  readonly featureImportances: Float64Array;
  /** Predictions for each row, by the trees that did not see it; zero in rows that all saw. */
  readonly outOfBag: { readonly sums: Float64Array; readonly trees: Int32Array } | undefined;
}

/** What all trees of a forest share. */
interface Prepared extends Omit<Problem, 'criterion'> {
  readonly columns: BinnedColumns;
  readonly workspace: Workspace;
  readonly criterion: Criterion;
}

type Parameters = Omit<ForestParameters, 'oobScore'> & { readonly oobScore?: boolean };

/** Grows trees one after the other: each depends on the seed and its number alone. */
export function* growForest(problem: Problem, params: Parameters): Steps<Forest> {
  const { X, classes } = problem;
  const { nEstimators } = params;
  const width = Math.max(1, classes);
  const arena = new Arena();
  const columns = binColumns(X, problem.splitter, arena);
  const workspace = new Workspace(arena, X.rows, X.columns, classes > 0);
  const criterion = problem.criterion(histogramSize(columns, problem.splitter), workspace);
  const trees: Tree[] = [];
  const importances = new Float64Array(X.columns);
  const outOfBag = params.oobScore
    ? { sums: new Float64Array(X.rows * width), trees: new Int32Array(X.rows) }
    : undefined;
  for (let number = 0; number < nEstimators; number++) {
    const { tree, weights } = growNumber({ ...problem, columns, workspace, criterion }, params, number);
    const own = tree.importances(X.columns);
    for (let column = 0; column < X.columns; column++) importances[column]! += own[column]!;
    trees.push(tree.grown());
    if (outOfBag) addOutOfBag(outOfBag, Trees.join([trees.at(-1)!], X.columns, width, classes), X, weights);
    yield { done: number + 1, total: nEstimators };
  }
  const sum = importances.reduce((total, one) => total + one, 0);
  return {
    trees: Trees.join(trees, X.columns, width, classes),
    featureImportances: sum > 0 ? importances.map((one) => one / sum) : importances,
    outOfBag,
  };
}

function growNumber(
  problem: Prepared,
  params: Parameters,
  number: number,
): { tree: GrowingTree; weights: Float64Array } {
  const { X, target, classes, splitter, columns, workspace, criterion } = problem;
  const random = seededRandom(params.seed + Math.imul(number, 0x9e3779b9));
  const weights = weightsOfTree(problem, params, random);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const growth = growthOf(params, splitter, X, total);
  const sample = sampleOf(columns, target, weights, workspace);
  const grown = growTree(columns, sample, criterion, classes, growth, workspace, random);
  const tree = params.ccpAlpha > 0 ? prune(grown, classes, total, params.ccpAlpha) : grown;
  return { tree, weights };
}

function weightsOfTree(
  { X, weights, reweigh }: Prepared,
  params: Parameters,
  random: () => number,
): Float64Array {
  if (!params.bootstrap) return weights ?? new Float64Array(X.rows).fill(1);
  const counts = bootstrap(X.rows, drawsOf(params.maxSamples, X.rows, weights), weights, random);
  return reweigh ? reweigh(counts) : counts;
}

function drawsOf(maxSamples: number | null, rows: number, weights: Float64Array | undefined): number {
  if (maxSamples === null) return rows;
  if (Number.isInteger(maxSamples)) return maxSamples;
  const weight = weights ? weights.reduce((sum, one) => sum + one, 0) : rows;
  return Math.max(1, Math.floor(maxSamples * weight));
}

function addOutOfBag(
  { sums, trees }: NonNullable<Forest['outOfBag']>,
  tree: Trees,
  { rows, columns, data }: Dense,
  weights: Float64Array,
): void {
  const { width, values } = tree;
  for (let row = 0; row < rows; row++) {
    if (weights[row] !== 0) continue;
    trees[row]!++;
    const from = tree.leafOf(0, data, row * columns) * width;
    for (let index = 0; index < width; index++) sums[row * width + index]! += values[from + index]!;
  }
}
