import { mostBins } from '../binning.ts';
import type { Bundle } from './bundles.ts';
import { fewestHessians, type Kernel, type Split, smallest } from './Kernel.ts';
import {
  countOf,
  firstBinOf,
  flagsOf,
  histogramBins,
  isMissing,
  isOpen,
  layoutWidth,
  monotonicOf,
  tileWidth,
  type Workspace,
} from './Workspace.ts';

/** Numbers of a bin: gradients, hessians, rows. */
const width = 3;
/** Numbers of a byte's histogram on a block: for each value the gradients; and the number of rows above the hessians. */
const laneLength = 2 * mostBins;
/** Rows of a block below which it is not worth a histogram of its own. */
const fewRows = 768;

/** The WebAssembly kernels' twin, with the same results: whole numbers below 2^53 are exact here too. */
export function plainKernel(workspace: Workspace): Kernel {
  const { rows, columns, bundles, bins, rowBins, stride, layout, slots, totalBins } = workspace;
  const { index, spare, pairs, hessianBits } = workspace;
  // A block's hessians stay below it, and so many times it below 2^53: one number has room for the hessians and the rows of a block.
  const countBits = Math.min(13, Math.floor((52 - hessianBits) / 2));
  const [blockRows, countUnit] = [2 ** countBits, 2 ** (hessianBits + countBits + 1)];
  const tile = new Float64Array(tileWidth * laneLength);
  const [gradients, packed] = [new Float64Array(blockRows), new Float64Array(blockRows)];
  const places = new Uint32Array(blockRows);
  for (const [byte, { columns: own, factors }] of bundles.entries()) {
    for (const [place, column] of own.entries()) {
      const [first, factor] = [column * rows, factors[place]!];
      for (let row = 0; row < rows; row++) rowBins[row * stride + byte]! += factor * bins[first + row]!;
    }
  }
  const words = new Uint32Array(rowBins.buffer, rowBins.byteOffset, rowBins.length / tileWidth);

  /** All values of a row at once, the row's gradient and hessian to each of four histograms. */
  function addTile(histogram: Float64Array, count: number, byte: number): void {
    const word = byte / tileWidth;
    tile.fill(0);
    for (let row = 0; row < count; row++) {
      const four = words[places[row]! + word]!;
      const gradient = gradients[row]!;
      const own = packed[row]!;
      const first = (four & 255) << 1;
      tile[first]! += gradient;
      tile[first + 1]! += own;
      const second = laneLength + ((four >>> 7) & 510);
      tile[second]! += gradient;
      tile[second + 1]! += own;
      const third = 2 * laneLength + ((four >>> 15) & 510);
      tile[third]! += gradient;
      tile[third + 1]! += own;
      const fourth = 3 * laneLength + ((four >>> 23) & 510);
      tile[fourth]! += gradient;
      tile[fourth + 1]! += own;
    }
    for (let lane = 0; lane < tileWidth && byte + lane < bundles.length; lane++) {
      let to = width * slots[2 * (byte + lane)]!;
      const end = lane * laneLength + 2 * slots[2 * (byte + lane) + 1]!;
      for (let at = lane * laneLength; at < end; at += 2, to += width) {
        const counted = Math.floor(tile[at + 1]! / countUnit);
        histogram[to]! += tile[at]!;
        histogram[to + 1]! += tile[at + 1]! - counted * countUnit;
        histogram[to + 2]! += counted;
      }
    }
  }

  function addByte(histogram: Float64Array, count: number, byte: number): void {
    const first = slots[2 * byte]!;
    for (let row = 0; row < count; row++) {
      const place = 4 * places[row]! + byte;
      const at = width * (first + rowBins[place]!);
      histogram[at]! += gradients[row]!;
      histogram[at + 1]! += packed[row]! - countUnit;
      histogram[at + 2]! += 1;
    }
  }

  function addBlock(histogram: Float64Array, from: number, count: number, whole: boolean): void {
    for (let row = 0; row < count; row++) {
      const place = whole ? from + row : index[from + row]!;
      places[row] = (place * stride) / tileWidth;
      gradients[row] = pairs[2 * place]!;
      packed[row] = pairs[2 * place + 1]! + countUnit;
    }
    if (count < fewRows) for (let byte = 0; byte < bundles.length; byte++) addByte(histogram, count, byte);
    else for (let byte = 0; byte < bundles.length; byte += tileWidth) addTile(histogram, count, byte);
  }

  /** Sums a joint histogram up for each of its columns. */
  function marginalize(
    histogram: Float64Array,
    byte: number,
    { columns: own, factors, count }: Bundle,
  ): void {
    for (const [place, column] of own.entries()) {
      const factor = factors[place]!;
      const bins = (factors[place + 1] ?? count) / factor;
      const first = layout[column * layoutWidth + firstBinOf]!;
      for (let value = 0; value < count; value++) {
        const to = width * (first + (Math.floor(value / factor) % bins));
        const from = width * (slots[2 * byte]! + value);
        for (let part = 0; part < width; part++) histogram[to + part]! += histogram[from + part]!;
      }
    }
  }

  return {
    makeHistogram: () => new Float64Array(histogramBins(workspace) * width),
    fillHistogram(histogram, from, to, whole) {
      histogram.fill(0);
      for (let start = from; start < to; start += blockRows)
        addBlock(histogram, start, Math.min(blockRows, to - start), whole);
      for (const [byte, bundle] of bundles.entries())
        if (bundle.columns.length > 1) marginalize(histogram, byte, bundle);
    },
    subtract(parent, child) {
      for (let at = 0; at < width * totalBins; at++) parent[at]! -= child[at]!;
    },
    sumsOf(histogram, bin) {
      const at = width * bin;
      return { gradient: histogram[at]!, hessian: histogram[at + 1]!, count: histogram[at + 2]! };
    },
    findSplit(histogram, { sums, value, lower, upper }, rules) {
      const { gradientUnit, hessianUnit, fewestRows } = rules;
      const regularization = rules.regularization + smallest;
      const nodeLoss = sums.gradient * gradientUnit * value;
      const bounded = (steepest: number) => {
        // biome-ignore lint/complexity/useMathMinMax: as the kernel compares, zeros of either sign included
        const high = steepest < lower ? lower : steepest;
        // biome-ignore lint/complexity/useMathMinMax: the same
        return upper < high ? upper : high;
      };
      let best: Split | undefined;
      let bestGain = 0;
      for (let column = 0; column < columns; column++) {
        const own = column * layoutWidth;
        const flags = layout[own + flagsOf]!;
        if ((flags & isOpen) === 0) continue;
        const [bins, count] = [width * layout[own + firstBinOf]!, layout[own + countOf]!];
        const monotonic = layout[own + monotonicOf]!;
        const missing = flags & isMissing;
        for (let side = 0; side <= missing; side++) {
          const steps = side === 0 ? count - 1 + missing : count - 1;
          let [gradient, hessian, counted] = [0, 0, 0];
          for (let step = 0; step < steps; step++) {
            const bin = side === 0 ? step : count - 1 - step;
            const at = bins + width * bin;
            gradient += histogram[at]!;
            hessian += histogram[at + 1]!;
            counted += histogram[at + 2]!;
            if (counted < fewestRows) continue;
            if (sums.count - counted < fewestRows) break;
            const ownHessian = hessian * hessianUnit;
            if (ownHessian < fewestHessians) continue;
            const otherHessian = (sums.hessian - hessian) * hessianUnit;
            if (otherHessian < fewestHessians) break;
            const ownGradient = gradient * gradientUnit;
            const otherGradient = (sums.gradient - gradient) * gradientUnit;
            const ownValue = bounded(-ownGradient / (ownHessian + regularization));
            const otherValue = bounded(-otherGradient / (otherHessian + regularization));
            const gain = nodeLoss - ownGradient * ownValue - otherGradient * otherValue;
            if (gain <= bestGain) continue;
            const rise = side === 0 ? otherValue - ownValue : ownValue - otherValue;
            if (rise * monotonic < 0) continue;
            bestGain = gain;
            best = {
              gain,
              column,
              bin: side === 0 ? bin : bin - 1,
              missingLeft: side === 1,
              left:
                side === 0
                  ? { gradient, hessian, count: counted }
                  : {
                      gradient: sums.gradient - gradient,
                      hessian: sums.hessian - hessian,
                      count: sums.count - counted,
                    },
            };
          }
        }
      }
      return best;
    },
    partition(from, to, whole, column, goesLeft) {
      const own = bins.subarray(column * rows, (column + 1) * rows);
      let [left, right] = [from, 0];
      for (let at = from; at < to; at++) {
        const row = whole ? at : index[at]!;
        const isLeft = goesLeft[own[row]!]!;
        index[left] = row;
        spare[right] = row;
        left += isLeft;
        right += 1 - isLeft;
      }
      index.set(spare.subarray(0, right), left);
      return left - from;
    },
    addLeaves(numbers, leaves) {
      for (const { from, to, value } of leaves)
        for (let at = from; at < to; at++) numbers[index[at]!]! += value;
    },
    quantize(gradients, hessians, gradientScale, hessianScale) {
      for (let row = 0; row < rows; row++)
        store(row, gradients[row]!, hessians[row]!, gradientScale, hessianScale);
    },
    logisticGradients(predictions, targets, weights, gradientScale, hessianScale) {
      for (let row = 0; row < rows; row++) {
        const power = exponential(-predictions[row]!);
        const second = fround(1 / fround(1 + power));
        const first = fround(power * second);
        const weight = weights ? weights[row]! : 1;
        // One of them is 0 times: a branch would be guessed wrong half of the time.
        const gradient = (1 - targets[row]!) * second - targets[row]! * first;
        const hessian = fround(first * second);
        store(row, fround(gradient * weight), fround(hessian * weight), gradientScale, hessianScale);
      }
    },
  };

  function store(
    row: number,
    gradient: number,
    hessian: number,
    gradientScale: number,
    hessianScale: number,
  ) {
    pairs[2 * row] = nearest(fround(gradient * gradientScale));
    pairs[2 * row + 1] = nearest(fround(hessian * hessianScale));
  }
}

const { fround } = Math;

/** The whole number next to it, of two as near the even one: adding this leaves no room for a fraction. */
const noFraction = 1.5 * 2 ** 52;
function nearest(x: number): number {
  return x + noFraction - noFraction;
}

const powers = Float32Array.from({ length: 181 }, (_, index) => 2 ** (index - 90));
const [perLog2, log2, log2Rest] = [fround(Math.LOG2E), 0.693359375, -0.00021219253540039062];
/** Of the series: 1 / 3! and so on to 1 / 7!. */
const [third, fourth, fifth] = [fround(1 / 6), fround(1 / 24), fround(1 / 120)];
const [sixth, seventh] = [fround(1 / 720), fround(1 / 5040)];

/** As the WebAssembly kernel has it, in steps of 32 bits. */
function exponential(x: number): number {
  const single = fround(x);
  const bounded = Math.min(60, Math.max(-60, single));
  const k = nearest(fround(bounded * perLog2));
  // Exact but for the last step.
  const rest = fround(bounded - k * log2 - k * log2Rest);
  const square = fround(rest * rest);
  const high = plus(plus(fourth, rest, fifth), square, plus(sixth, rest, seventh));
  const sum = fround(1 + plus(rest, square, plus(plus(0.5, rest, third), square, high)));
  return fround(sum * powers[k + 90]!);
}

function plus(term: number, x: number, coefficient: number): number {
  return fround(term + fround(x * coefficient));
}
