import { checkLength, checkSize, weightsOf } from '../../checkData.ts';
import type { FitOptions } from '../../estimator.ts';
import { Arena } from '../../kernels/Arena.ts';
import { type Dense, denseRows, type Features } from '../../matrix.ts';
import type { WorkerPool } from '../../parallel/WorkerPool.ts';
import { type Random, seededRandom, shuffle } from '../../random.ts';
import type { Steps } from '../../steps.ts';
import { binRows } from '../binning.ts';
import { findBins } from '../findBins.ts';
import { BoostedTrees } from './BoostedTrees.ts';
import { interactionsOf, monotonicOf } from './constraints.ts';
import { type FeatureEncoder, fitEncoder } from './FeatureEncoder.ts';
import { Grower, type GrowthRules } from './growTree.ts';
import { holdOut } from './holdOut.ts';
import type { Loss } from './losses.ts';
import type { BoostingParams } from './parameters.ts';
import { plainKernel } from './plainKernel.ts';
import { Rounds, type Sample } from './Rounds.ts';
import { Stopping } from './Stopping.ts';
import { TreeWriter } from './TreeWriter.ts';
import { makeWorkspace } from './Workspace.ts';
import { wasmKernel } from './wasmKernel.ts';

export interface Boosted {
  readonly encoder: FeatureEncoder;
  readonly trees: BoostedTrees;
  /** Share of each column in what all splits have gained. */
  readonly featureImportances: Float64Array;
  /** Iterations done. */
  readonly nIter: number;
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
