import { checkLength, checkSize, weightsOf } from '../../checkData.ts';
import { InvalidInput } from '../../errors.ts';
import type { FitOptions } from '../../estimator.ts';
import { Arena } from '../../kernels/Arena.ts';
import { type Dense, denseRows, type Features } from '../../matrix.ts';
import type { WorkerPool } from '../../parallel/WorkerPool.ts';
import { type Random, seededRandom, shuffle } from '../../random.ts';
import type { Steps } from '../../steps.ts';
import { binRows } from '../binning.ts';
import { findBins } from '../findBins.ts';
import { addTree, BoostedTrees } from './BoostedTrees.ts';
import { interactionsOf, monotonicOf } from './constraints.ts';
import { type FeatureEncoder, fitEncoder } from './FeatureEncoder.ts';
import type { GrownNode } from './GrownTree.ts';
import { Grower, type GrowthRules } from './growTree.ts';
import { holdOut } from './holdOut.ts';
import type { Kernel } from './Kernel.ts';
import type { Loss } from './losses.ts';
import type { BoostingParams } from './parameters.ts';
import { plainKernel } from './plainKernel.ts';
import { TreeWriter } from './TreeWriter.ts';
import { makeWorkspace, paddedLength, type Workspace } from './Workspace.ts';
import { wasmKernel } from './wasmKernel.ts';
import { weightedQuantile } from './weightedQuantile.ts';

export interface Boosted {
  readonly encoder: FeatureEncoder;
  readonly trees: BoostedTrees;
  /** Share of each column in what all splits have gained. */
  readonly featureImportances: Float64Array;
  /** Iterations done. */
  readonly nIter: number;
}

/** Rows with a target that counts. */
interface Sample {
  readonly X: Dense;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
}

/** The largest number of rows for which early stopping is left out, unless it is asked for. */
const manyRows = 10_000;

/**
 * Adds trees, one after the other, each a step of Newton's method on the loss (Friedman, 2001: Greedy function approximation; Chen and
 * Guestrin, 2016: XGBoost), on binned features (Ke et al., 2017: LightGBM).
 *
 * @param y numbers, or the codes of classes
 */
export function* boost(
  features: Features,
  y: Float64Array,
  loss: Loss,
  params: BoostingParams,
  { sampleWeight, pool }: FitOptions,
  isClassifier: boolean,
): Steps<Boosted> {
  const encoder = fitEncoder(features, params.categoricalFeatures);
  const X = encoder.encode(features);
  checkSize(X);
  checkLength(X, y.length);
  const random = seededRandom(params.seed);
  const all = weighted(X, y, weightsOf(sampleWeight, X.rows));
  const stops = params.earlyStopping === 'auto' ? all.X.rows > manyRows : params.earlyStopping;
  const held =
    stops && params.validationFraction !== null
      ? holdOut(all.X.rows, params.validationFraction, random, isClassifier ? all.y : undefined)
      : undefined;
  const train = held ? rowsOf(all, held.train) : all;
  const validation = held && held.validation.length > 0 ? rowsOf(all, held.validation) : undefined;

  const isCategorical = encoder.categories.map(Boolean);
  const monotonic = monotonicOf(params.monotonicCst, isCategorical, features, loss.outputs);
  const columns = findBins(train.X, {
    maxBins: params.maxBins,
    isCategorical,
    sampleWeight: train.weights,
    seed: params.seed,
  });
  const { arena, workspace, kernel } = prepare(train.X, columns, monotonic, pool);
  const fit = new Rounds(arena, kernel, workspace, train, loss);
  const grower = new Grower(kernel, workspace, columns);
  const writer = new TreeWriter(columns);
  const stopping = stops ? new Stopping(params, loss, validation, fit) : undefined;
  const growth = {
    regularization: params.l2Regularization,
    fewestRows: params.minSamplesLeaf,
    maxLeafNodes: params.maxLeafNodes ?? Number.POSITIVE_INFINITY,
    maxDepth: params.maxDepth ?? Number.POSITIVE_INFINITY,
    drawColumns: drawing(params.maxFeatures, random),
    interactions: interactionsOf(params.interactionCst, columns.length),
  };
  let done = 0;
  try {
    while (done < params.maxIter) {
      loss.prepare?.(fit.predictions, train.y.length);
      for (let output = 0; output < loss.outputs; output++) {
        const units = fit.derive(output);
        const root = grower.grow({ ...growth, ...units } satisfies GrowthRules);
        fit.add(root, output, params.learningRate);
        writer.write(root, params.learningRate);
      }
      done++;
      const score = stopping?.after(writer);
      yield { done, total: params.maxIter, ...(score !== undefined && { loss: score }) };
      if (stopping?.isOver) break;
    }
  } finally {
    kernel.close?.();
  }
  return {
    encoder,
    trees: new BoostedTrees(fit.baseline, writer.read()),
    featureImportances: shares(writer.gains),
    nIter: done,
  };
}

/** Rows of weight 0 are as no rows. */
function weighted(X: Dense, y: Float64Array, weights: Float64Array | undefined): Sample {
  if (!weights?.includes(0)) return { X, y, weights };
  const rows = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  return rowsOf({ X, y, weights }, rows);
}

function rowsOf({ X, y, weights }: Sample, rows: Int32Array): Sample {
  return {
    X: denseRows(X, rows),
    y: Float64Array.from(rows, (row) => y[row]!),
    weights: weights && Float64Array.from(rows, (row) => weights[row]!),
  };
}

function prepare(
  X: Dense,
  columns: ReturnType<typeof findBins>,
  monotonic: Int8Array,
  pool: WorkerPool | undefined,
) {
  const make = (arena: Arena) => {
    const binned = binRows(X, columns, { width: 1, arena });
    const missing = columns.map(({ count }, column) =>
      binned.bins.subarray(column * X.rows, (column + 1) * X.rows).includes(count),
    );
    return makeWorkspace(arena, binned, columns, missing, monotonic);
  };
  const arena = new Arena();
  const workspace = make(arena);
  const kernel = wasmKernel(arena, workspace, pool);
  if (kernel) return { arena, workspace, kernel };
  return { arena, workspace, kernel: plainKernel(workspace) };
}

/** What is predicted for the rows that are learned from, round by round. */
class Rounds {
  readonly baseline: Float64Array;
  /** Of each output. */
  readonly predictions: readonly Float64Array[];
  readonly sample: Sample;
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #loss: Loss;
  readonly #gradients: Float32Array;
  readonly #hessians: Float32Array;
  readonly #targets: Float32Array | undefined;
  readonly #weights: Float32Array | undefined;
  readonly #largestWeight: number;

  constructor(arena: Arena, kernel: Kernel, workspace: Workspace, sample: Sample, loss: Loss) {
    const { y, weights } = sample;
    const length = paddedLength(y.length);
    const floats = (from?: Float64Array) => {
      const array = arena.allocate(Float32Array, length);
      if (from) array.set(from);
      return array;
    };
    this.sample = sample;
    this.#kernel = kernel;
    this.#workspace = workspace;
    this.#loss = loss;
    this.baseline = loss.baseline(y, weights);
    this.predictions = Array.from(this.baseline, (value) => arena.allocate(Float64Array, length).fill(value));
    this.#gradients = loss.isLogistic ? new Float32Array() : floats();
    this.#hessians = loss.isLogistic ? new Float32Array() : floats();
    this.#targets = loss.isLogistic ? floats(y) : undefined;
    this.#weights = weights && floats(weights);
    this.#largestWeight = this.#weights?.reduce((most, weight) => Math.max(most, weight), 0) ?? 1;
  }

  /** Gradients and hessians of one output as whole numbers, in the workspace. */
  derive(output: number): { gradientUnit: number; hessianUnit: number } {
    const { gradientBits, hessianBits } = this.#workspace;
    if (this.#targets) {
      const gradientScale = scaleOf(this.#largestWeight, gradientBits);
      const hessianScale = scaleOf(this.#largestWeight / 4, hessianBits);
      this.#kernel.logisticGradients(
        this.predictions[output]!,
        this.#targets,
        this.#weights,
        gradientScale,
        hessianScale,
      );
      return { gradientUnit: 1 / gradientScale, hessianUnit: 1 / hessianScale };
    }
    const [gradients, hessians, weights] = [this.#gradients, this.#hessians, this.#weights];
    this.#loss.derivatives(this.sample.y, this.predictions, output, gradients, hessians);
    let [largestGradient, largestHessian] = [0, 0];
    for (let row = 0; row < this.sample.y.length; row++) {
      if (weights) {
        gradients[row]! *= weights[row]!;
        hessians[row]! *= weights[row]!;
      }
      const size = Math.abs(gradients[row]!);
      if (size > largestGradient) largestGradient = size;
      if (hessians[row]! > largestHessian) largestHessian = hessians[row]!;
    }
    if (!Number.isFinite(largestGradient + largestHessian))
      throw new InvalidInput('gradients are not finite: look for huge values in the target, or scale it');
    const [gradientScale, hessianScale] = [
      scaleOf(largestGradient, gradientBits),
      scaleOf(largestHessian, hessianBits),
    ];
    this.#kernel.quantize(gradients, hessians, gradientScale, hessianScale);
    return { gradientUnit: 1 / gradientScale, hessianUnit: 1 / hessianScale };
  }

  /** Takes a tree into what is predicted. */
  add(root: GrownNode, output: number, learningRate: number): void {
    const predictions = this.predictions[output]!;
    const { leafQuantile } = this.#loss;
    const leaves = leavesOf(root);
    if (leafQuantile !== undefined)
      for (const leaf of leaves) leaf.value = this.#restOf(leaf, predictions, leafQuantile);
    this.#kernel.addLeaves(
      predictions,
      leaves.map(({ from, to, value }) => ({ from, to, value: value * learningRate })),
    );
  }

  #restOf({ from, to }: GrownNode, predictions: Float64Array, quantile: number): number {
    const { y, weights } = this.sample;
    const rows = this.#workspace.index.subarray(from, to);
    const rest = Float64Array.from(rows, (row) => y[row]! - predictions[row]!);
    return weightedQuantile(rest, weights && Float64Array.from(rows, (row) => weights[row]!), quantile);
  }
}

function leavesOf(node: GrownNode): GrownNode[] {
  return node.split ? [...leavesOf(node.split.left), ...leavesOf(node.split.right)] : [node];
}

/** The power of 2 that makes a number of some bits of the largest value. */
function scaleOf(largest: number, bits: number): number {
  if (largest === 0) return 1;
  // Not beyond what 32 bits of floating point can hold.
  return 2 ** Math.max(-120, Math.min(120, bits - Math.ceil(Math.log2(largest))));
}

/** Ends the rounds when the loss on rows held out, or else on those learned from, has not become better for some. */
class Stopping {
  readonly #params: BoostingParams;
  readonly #loss: Loss;
  readonly #sample: Sample;
  readonly #isHeldOut: boolean;
  readonly #predictions: readonly Float64Array[];
  readonly #losses: number[];

  constructor(params: BoostingParams, loss: Loss, validation: Sample | undefined, fit: Rounds) {
    this.#params = params;
    this.#loss = loss;
    this.#sample = validation ?? fit.sample;
    this.#isHeldOut = validation !== undefined;
    this.#predictions = validation
      ? Array.from(fit.baseline, (value) => new Float64Array(validation.y.length).fill(value))
      : fit.predictions;
    this.#losses = [this.#mean()];
  }

  after(writer: TreeWriter): number {
    if (this.#isHeldOut) {
      const nodes = writer.read(this.#loss.outputs);
      const { rows, columns, data } = this.#sample.X;
      for (const [output, own] of this.#predictions.entries())
        addTree(nodes, nodes.roots[output]!, data, columns, 0, rows, own, 1, 0);
    }
    const loss = this.#mean();
    this.#losses.push(loss);
    return loss;
  }

  get isOver(): boolean {
    const { nIterNoChange, tol } = this.#params;
    const reference = this.#losses.at(-nIterNoChange - 1);
    return (
      reference !== undefined && this.#losses.slice(-nIterNoChange).every((loss) => loss >= reference - tol)
    );
  }

  #mean(): number {
    const { y, weights } = this.#sample;
    let [sum, total] = [0, 0];
    for (let row = 0; row < y.length; row++) {
      const weight = weights ? weights[row]! : 1;
      sum += weight * this.#loss.lossOf(y[row]!, this.#predictions, row);
      total += weight;
    }
    return sum / total;
  }
}

function drawing(maxFeatures: number, random: Random): GrowthRules['drawColumns'] {
  if (maxFeatures === 1) return undefined;
  return (allowed) => {
    const drawn = Int32Array.from(allowed);
    shuffle(drawn, random);
    return [...drawn.subarray(0, Math.max(1, Math.ceil(maxFeatures * allowed.length)))];
  };
}

function shares(gains: Float64Array): Float64Array {
  const total = gains.reduce((sum, gain) => sum + Math.max(0, gain), 0);
  return gains.map((gain) => (total > 0 ? Math.max(0, gain) / total : 0));
}
