import { boostingBinary } from '../../kernels/boosting.wasm.ts';
import { instantiate } from '../../kernels/instantiate.ts';
import { SharedLoop, type Work } from '../../parallel/SharedLoop.ts';

/** See kernels/assembly/boosting, which says what their arguments are. */
export type Functions = Readonly<
  Record<
    | 'accumulate'
    | 'add'
    | 'addToRows'
    | 'findSplit'
    | 'interleave'
    | 'join'
    | 'logisticGradients'
    | 'marginalize'
    | 'move'
    | 'partition'
    | 'quantize'
    | 'subtract',
    (...numbers: number[]) => number
  >
>;

/** Kinds of work that threads share, each on so many rows an item; leaves are items by themselves. */
export const kinds = { fill: 0, logistic: 1, quantize: 2, part: 3, collect: 4, leaves: 5 } as const;
export const itemRows = { fill: 4096, gradients: 16_384, part: 16_384 } as const;

/** Room for what histogram.ts brings together at once: pairs of 4096 rows, and 8 tiles of their bins. */
export const blockBytes = 4096 * 16 + 8 * (8 * 4096 + 64);
/** Numbers of a leaf: from, to, value. */
export const leafWidth = 3;

/** What threads share: memory of the fit, and addresses in it. */
export interface Shares {
  readonly memory: WebAssembly.Memory;
  /** Of the loop. */
  readonly control: Int32Array;
  /** Workers that have begun. */
  readonly begun: Int32Array;
  /** Of the work at hand, written before it begins. */
  readonly numbers: Float64Array;
  /** Of each thread 1 when its histogram has rows of this node. */
  readonly touched: Int32Array;
  /** Of each thread its own room: for a block, and but for the first one, which is the caller's, a histogram. */
  readonly blocks: readonly number[];
  readonly histograms: readonly number[];
  /** Rows of each part of a node that go left, then where the sides of the part belong. */
  readonly parts: Int32Array;
  readonly fixed: {
    readonly rowBins: number;
    readonly stride: number;
    readonly bytes: number;
    readonly pairs: number;
    readonly countShift: number;
    readonly slots: number;
    readonly index: number;
    /** Room for the left sides of parts, and for the right ones. */
    readonly lefts: number;
    readonly rights: number;
    readonly goesLeft: number;
  };
}

/** What a thread does of the work. Thread 0 is the caller's. */
export function workOf(functions: Functions, shares: Shares, thread: number): Work {
  const { numbers, touched, blocks, histograms, parts, fixed } = shares;
  const { rowBins, stride, bytes, pairs, countShift, slots, index, goesLeft } = fixed;
  const spanOf = (item: number, rows: number, from: number, to: number): [number, number] => [
    from + item * rows,
    Math.min(to, from + (item + 1) * rows),
  ];
  const works: Readonly<Record<number, (item: number) => void>> = {
    [kinds.fill](item) {
      const [places, from, to, histogram] = numbers as unknown as [number, number, number, number];
      const own = thread === 0 ? histogram : histograms[thread]!;
      touched[thread] = 1;
      const span = spanOf(item, itemRows.fill, from, to);
      const block = blocks[thread]!;
      functions.accumulate(rowBins, stride, bytes, places, ...span, pairs, countShift, block, slots, own);
    },
    [kinds.logistic](item) {
      const [predictions, targets, weights, rows, gradientScale, hessianScale] = numbers;
      const span = spanOf(item, itemRows.gradients, 0, rows!);
      functions.logisticGradients(
        predictions!,
        targets!,
        weights!,
        ...span,
        gradientScale!,
        hessianScale!,
        pairs,
      );
    },
    [kinds.quantize](item) {
      const [gradients, hessians, rows, gradientScale, hessianScale] = numbers;
      const span = spanOf(item, itemRows.gradients, 0, rows!);
      functions.quantize(gradients!, hessians!, ...span, gradientScale!, hessianScale!, pairs);
    },
    [kinds.part](item) {
      const [from, to, whole, bins] = numbers;
      const span = spanOf(item, itemRows.part, from!, to!);
      const [left, right] = [fixed.lefts + 4 * span[0], fixed.rights + 4 * span[0]];
      parts[3 * item] = functions.partition(index, ...span, whole!, left, right, bins!, goesLeft);
    },
    [kinds.collect](item) {
      const [from, to] = numbers;
      const [start, end] = spanOf(item, itemRows.part, from!, to!);
      const [lefts, left, right] = parts.subarray(3 * item, 3 * item + 3);
      functions.move(fixed.lefts + 4 * start, lefts!, index + 4 * left!);
      functions.move(fixed.rights + 4 * start, end - start - lefts!, index + 4 * right!);
    },
    [kinds.leaves](item) {
      const [predictions, leaves] = numbers;
      const [from, to, value] = new Float64Array(
        shares.memory.buffer,
        leaves! + item * leafWidth * 8,
        leafWidth,
      );
      functions.addToRows(predictions!, index, from!, to!, value!);
    },
  };
  return (kind, item) => works[kind]!(item);
}

/** The task of a worker. */
export function shareBoosting(shares: Shares): void {
  const functions = instantiate<Functions>(boostingBinary, shares);
  if (!functions) return;
  const thread = Atomics.add(shares.begun, 0, 1) + 1;
  new SharedLoop(shares.control).serve(workOf(functions, shares, thread));
}
