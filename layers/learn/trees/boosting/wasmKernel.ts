import type { Arena } from '../../kernels/Arena.ts';
import { boostingBinary } from '../../kernels/boosting.wasm.ts';
import { instantiate } from '../../kernels/instantiate.ts';
import { mostBins } from '../binning.ts';
import { fewestHessians, type Kernel, type Sums, smallest } from './Kernel.ts';
import {
  firstBinOf,
  histogramBins,
  layoutWidth,
  paddedLength,
  tileWidth,
  type Workspace,
} from './Workspace.ts';

/** See kernels/assembly/boosting, which says what their arguments are. */
type Functions = Readonly<
  Record<
    | 'accumulate'
    | 'add'
    | 'addToRows'
    | 'findSplit'
    | 'interleave'
    | 'join'
    | 'logisticGradients'
    | 'marginalize'
    | 'partition'
    | 'quantize'
    | 'subtract',
    (...numbers: number[]) => number
  >
>;

/** Room for what histogram.ts brings together at once: pairs of 4096 rows, and 8 tiles of their bins. */
const blockBytes = 4096 * 16 + 8 * (8 * 4096 + 64);
/** Of a bin: two 64-bit integers, the gradients; and the number of rows above the hessians. */
const binBytes = 16;
const half = 2 ** 32;

/** Inner loops in WebAssembly, or undefined where it is missing. */
export function wasmKernel(arena: Arena, workspace: Workspace): Kernel | undefined {
  const functions = instantiate<Functions>(boostingBinary, arena);
  if (!functions) return undefined;
  const { rows, columns, bundles, bins, rowBins, stride, layout, slots, totalBins } = workspace;
  const { index, spare, pairs, countShift } = workspace;
  const block = arena.allocate(Uint8Array, blockBytes);
  const goesLeftOf = arena.allocate(Uint8Array, mostBins);
  const node = arena.allocate(Float64Array, 10);
  const best = arena.allocate(Float64Array, 6);
  const [nodeHalves, bestHalves] = [halvesOf(node), halvesOf(best)];
  const countUnit = 2 ** (countShift - 32);
  fillRowBins(arena, workspace, functions);

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

  return {
    makeHistogram: () => arena.allocate(Float64Array, (histogramBins(workspace) * binBytes) / 8),
    fillHistogram(histogram, from, to, whole) {
      histogram.fill(0);
      functions.accumulate(
        rowBins.byteOffset,
        stride,
        bundles.length,
        whole ? 0 : index.byteOffset,
        from,
        to,
        pairs.byteOffset,
        countShift,
        block.byteOffset,
        slots.byteOffset,
        histogram.byteOffset,
      );
      for (const [byte, { columns: own, factors, count }] of bundles.entries()) {
        if (own.length === 1) continue;
        const joint = histogram.byteOffset + slots[2 * byte]! * binBytes;
        for (const [place, column] of own.entries()) {
          const factor = factors[place]!;
          const width = (factors[place + 1] ?? count) / factor;
          const first = layout[column * layoutWidth + firstBinOf]!;
          functions.marginalize(joint, count, factor, width, histogram.byteOffset + first * binBytes);
        }
      }
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
      return functions.partition(
        index.byteOffset,
        from,
        to,
        Number(whole),
        spare.byteOffset,
        bins.byteOffset + column * rows,
        goesLeftOf.byteOffset,
      );
    },
    addToRows(numbers, from, to, value) {
      functions.addToRows(numbers.byteOffset, index.byteOffset, from, to, value);
    },
    quantize(gradients, hessians, gradientScale, hessianScale) {
      functions.quantize(
        gradients.byteOffset,
        hessians.byteOffset,
        0,
        paddedLength(rows),
        gradientScale,
        hessianScale,
        pairs.byteOffset,
      );
    },
    logisticGradients(predictions, targets, weights, gradientScale, hessianScale) {
      functions.logisticGradients(
        predictions.byteOffset,
        targets.byteOffset,
        weights?.byteOffset ?? 0,
        0,
        paddedLength(rows),
        gradientScale,
        hessianScale,
        pairs.byteOffset,
      );
    },
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

function halvesOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}
