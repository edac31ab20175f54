import type { Arena } from '../../kernels/Arena.ts';
import { boostingBinary } from '../../kernels/boosting.wasm.ts';
import { instantiate } from '../../kernels/instantiate.ts';
import { SharedLoop } from '../../parallel/SharedLoop.ts';
import type { WorkerPool } from '../../parallel/WorkerPool.ts';
import { mostBins } from '../binning.ts';
import { fewestHessians, type Histogram, type Kernel, type Sums, smallest } from './Kernel.ts';
import { blockBytes, type Functions, itemRows, kinds, leafWidth, type Shares, workOf } from './shares.ts';
import {
  firstBinOf,
  histogramBins,
  layoutWidth,
  paddedLength,
  tileWidth,
  type Workspace,
} from './Workspace.ts';

/** Of a bin: two 64-bit integers, the gradients; and the number of rows above the hessians. */
const binBytes = 16;
const half = 2 ** 32;

/**
 * Inner loops in WebAssembly, or undefined where it is missing.
 *
 * @param pool workers that take a part in nodes of many rows
 */
export function wasmKernel(arena: Arena, workspace: Workspace, pool?: WorkerPool): Kernel | undefined {
  const functions = instantiate<Functions>(boostingBinary, arena);
  if (!functions) return undefined;
  const { rows, columns, bundles, bins, layout, slots, totalBins, index, spare, countShift } = workspace;
  const goesLeftOf = arena.allocate(Uint8Array, mostBins + waysLength);
  fillWays(goesLeftOf.subarray(mostBins));
  const node = arena.allocate(Float64Array, 10);
  const best = arena.allocate(Float64Array, 6);
  const [nodeHalves, bestHalves] = [halvesOf(node), halvesOf(best)];
  const countUnit = 2 ** (countShift - 32);
  fillRowBins(arena, workspace, functions);

  const workers = pool && rows >= fewestRows ? pool.size : 0;
  const shares = makeShares(arena, workspace, goesLeftOf.byteOffset, workers);
  const { numbers, touched, parts, threadHistograms } = shares;
  const work = workOf(functions, shares, 0);
  const loop = workers > 0 ? new SharedLoop(shares.control) : undefined;
  if (loop) pool!.start('boosting', { ...shares, threadHistograms: [] } satisfies typeof shares);

  /** Work on the numbers, in items that threads share where they are more than one. */
  function run(kind: number, items: number): void {
    if (loop && items > 1) loop.run(kind, items, work);
    else for (let item = 0; item < items; item++) work(kind, item);
  }

  /** Two 64-bit integers in halves. */
  function pack(halves: Int32Array, { gradient, hessian, count }: Sums): void {
    halves[0] = gradient;
    halves[1] = Math.floor(gradient / half);
    halves[2] = hessian;
    halves[3] = count * countUnit + Math.floor(hessian / half);
  }

  function unpack(halves: Int32Array, at: number): Sums {
    const upper = halves[at + 3]!;
    return {
      gradient: halves[at + 1]! * half + (halves[at]! >>> 0),
      hessian: (upper % countUnit) * half + (halves[at + 2]! >>> 0),
      count: Math.floor(upper / countUnit),
    };
  }

  /** What other threads have found of a node's rows. */
  function gather(histogram: Histogram): void {
    for (const [thread, own] of threadHistograms.entries()) {
      if (touched[thread + 1] === 0) continue;
      functions!.add(histogram.byteOffset, own.byteOffset, own.byteLength);
      own.fill(0);
      touched[thread + 1] = 0;
    }
  }

  /** Sums the joint histograms up for each of their columns. */
  function marginalize(histogram: Histogram): void {
    for (const [byte, { columns: own, factors, count }] of bundles.entries()) {
      if (own.length === 1) continue;
      const joint = histogram.byteOffset + slots[2 * byte]! * binBytes;
      for (const [place, column] of own.entries()) {
        const factor = factors[place]!;
        const width = (factors[place + 1] ?? count) / factor;
        const first = layout[column * layoutWidth + firstBinOf]!;
        functions!.marginalize(joint, count, factor, width, histogram.byteOffset + first * binBytes);
      }
    }
  }

  /** In parts: first each by itself, then to where it belongs. */
  function partitionParts(from: number, to: number): number {
    const items = Math.ceil((to - from) / itemRows.part);
    run(kinds.part, items);
    let lefts = 0;
    for (let item = 0; item < items; item++) lefts += parts[3 * item]!;
    let [left, right] = [from, from + lefts];
    for (let item = 0; item < items; item++) {
      const own = parts[3 * item]!;
      parts[3 * item + 1] = left;
      parts[3 * item + 2] = right;
      left += own;
      right += Math.min(itemRows.part, to - from - item * itemRows.part) - own;
    }
    run(kinds.collect, items);
    return lefts;
  }

  let leafTable = arena.allocate(Float64Array, leafWidth * 32);

  return {
    makeHistogram: () => arena.allocate(Float64Array, (histogramBins(workspace) * binBytes) / 8),
    fillHistogram(histogram, from, to, whole) {
      histogram.fill(0);
      numbers.set([whole ? 0 : index.byteOffset, from, to, histogram.byteOffset]);
      run(kinds.fill, Math.ceil((to - from) / itemRows.fill));
      gather(histogram);
      marginalize(histogram);
    },
    subtract(parent, child) {
      functions.subtract(parent.byteOffset, child.byteOffset, totalBins * binBytes);
    },
    sumsOf(histogram, bin) {
      return unpack(halvesOf(histogram), 4 * bin);
    },
    findSplit(histogram, { sums, value, lower, upper }, rules) {
      pack(nodeHalves, sums);
      node[2] = rules.gradientUnit;
      node[3] = rules.hessianUnit;
      node[4] = rules.regularization + smallest;
      node[5] = fewestHessians;
      node[6] = rules.fewestRows;
      node[7] = lower;
      node[8] = upper;
      node[9] = value;
      best[0] = 0;
      functions.findSplit(
        histogram.byteOffset,
        layout.byteOffset,
        0,
        columns,
        countShift,
        node.byteOffset,
        best.byteOffset,
      );
      if (best[0] === 0) return undefined;
      return {
        gain: best[0]!,
        column: best[1]!,
        bin: best[2]!,
        missingLeft: best[3] === 1,
        left: unpack(bestHalves, 8),
      };
    },
    partition(from, to, whole, column, goesLeft) {
      goesLeftOf.set(goesLeft);
      const own = bins.byteOffset + column * rows;
      if (loop && to - from > itemRows.part) {
        numbers.set([from, to, Number(whole), own]);
        return partitionParts(from, to);
      }
      const [left, right] = [index.byteOffset + 4 * from, spare.byteOffset];
      const lefts = functions.partition(
        index.byteOffset,
        from,
        to,
        Number(whole),
        left,
        right,
        own,
        goesLeftOf.byteOffset,
      );
      functions.move(right, to - from - lefts, left + 4 * lefts);
      return lefts;
    },
    addLeaves(predictions, leaves) {
      if (leafTable.length < leafWidth * leaves.length)
        leafTable = arena.allocate(Float64Array, 2 * leafWidth * leaves.length);
      for (const [leaf, { from, to, value }] of leaves.entries())
        leafTable.set([from, to, value], leafWidth * leaf);
      numbers.set([predictions.byteOffset, leafTable.byteOffset]);
      run(kinds.leaves, leaves.length);
    },
    quantize(gradients, hessians, gradientScale, hessianScale) {
      const padded = paddedLength(rows);
      numbers.set([gradients.byteOffset, hessians.byteOffset, padded, gradientScale, hessianScale]);
      run(kinds.quantize, Math.ceil(padded / itemRows.gradients));
    },
    logisticGradients(predictions, targets, weights, gradientScale, hessianScale) {
      const padded = paddedLength(rows);
      const own = weights?.byteOffset ?? 0;
      numbers.set([predictions.byteOffset, targets.byteOffset, own, padded, gradientScale, hessianScale]);
      run(kinds.logistic, Math.ceil(padded / itemRows.gradients));
    },
    close: () => loop?.close(),
  };
}

/** Rows below which a fit is too short for workers to begin. */
const fewestRows = 20_000;

/** Shares for the caller and some workers; `threadHistograms` are the workers'. */
function makeShares(
  arena: Arena,
  workspace: Workspace,
  goesLeft: number,
  workers: number,
): Shares & { readonly threadHistograms: readonly Histogram[] } {
  const { rows, bundles, rowBins, stride, pairs, countShift, slots, index, spare } = workspace;
  const block = () => arena.allocate(Uint8Array, blockBytes).byteOffset;
  const threadHistograms = Array.from({ length: workers }, () =>
    arena.allocate(Float64Array, (histogramBins(workspace) * binBytes) / 8),
  );
  return {
    memory: arena.memory!,
    control: arena.allocate(Int32Array, SharedLoop.length),
    begun: arena.allocate(Int32Array, 1),
    numbers: arena.allocate(Float64Array, 8),
    touched: arena.allocate(Int32Array, workers + 1),
    blocks: Array.from({ length: workers + 1 }, block),
    histograms: [0, ...threadHistograms.map(({ byteOffset }) => byteOffset)],
    parts: arena.allocate(Int32Array, 3 * Math.ceil(rows / itemRows.part)),
    fixed: {
      rowBins: rowBins.byteOffset,
      stride,
      bytes: bundles.length,
      pairs: pairs.byteOffset,
      countShift,
      slots: slots.byteOffset,
      index: index.byteOffset,
      lefts: workers > 0 ? arena.allocate(Uint32Array, rows).byteOffset : 0,
      rights: spare.byteOffset,
      goesLeft,
    },
    threadHistograms,
  };
}

/** Of each byte its bins column by column first, then all row by row. */
function fillRowBins(arena: Arena, workspace: Workspace, { join, interleave }: Functions): void {
  const { rows, bundles, bins, rowBins, stride } = workspace;
  const sources = bundles.map(({ columns: [column, ...others], factors }) => {
    const own = bins.subarray(column! * rows, (column! + 1) * rows);
    if (others.length === 0) return own.byteOffset;
    const joint = arena.allocate(Uint8Array, rows);
    joint.set(own);
    for (const [place, other] of others.entries())
      join(bins.byteOffset + other * rows, rows, factors[place + 1]!, joint.byteOffset);
    return joint.byteOffset;
  });
  for (let byte = 0; byte < stride; byte += tileWidth) {
    const four = Array.from({ length: tileWidth }, (_, lane) => sources[byte + lane] ?? sources[0]!);
    interleave(...four, rows, rowBins.byteOffset + byte, stride);
  }
}

/** Bytes of two orders of 16 for each of 16 ways. */
const waysLength = 16 * 2 * 16;

/** In which order the bytes of four rows go to the left, and the others to the right, for each way in which they can go. */
function fillWays(ways: Uint8Array): void {
  for (let way = 0; way < 16; way++) {
    const ends = [32 * way + 16, 32 * way];
    for (let row = 0; row < 4; row++) {
      const side = (way >> row) & 1;
      for (let byte = 0; byte < 4; byte++) ways[ends[side]!++] = 4 * row + byte;
    }
  }
}

function halvesOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}
