import { fitSigmoid, type SigmoidCalibration } from '../calibration/sigmoidCalibration.ts';
import { type Dense, denseRows } from '../matrix.ts';
import { permutation, type Random } from '../random.ts';
import type { Steps } from '../steps.ts';
import { DualDescent, type DualOptions, type DualSolution } from './DualDescent.ts';
import { KernelMatrix } from './KernelMatrix.ts';
import type { Kernel } from './kernelFunction.ts';

/** Two classes against each other: rows of the kernel matrix, and which of the two each is of. */
export interface ClassPair {
  readonly matrix: KernelMatrix;
  readonly places: Int32Array;
  /** 1 for the first class of the two, -1 for the second. */
  readonly signs: Int8Array;
  /** Largest |β| of each row. */
  readonly costs: Float64Array;
}

/** Kernel matrices of pairs: one of all rows where it has room, so that what pairs share is computed once, else one a pair. */
export function matricesOf(
  X: Dense,
  kernel: Kernel,
  centre: Float64Array,
  bytes: number,
): (rows: Int32Array) => ClassPairRows {
  if (Float32Array.BYTES_PER_ELEMENT * X.rows ** 2 > bytes) {
    return (rows) => ({
      matrix: new KernelMatrix(denseRows(X, rows), kernel, centre, bytes),
      places: rows.map((_, place) => place),
    });
  }
  const matrix = new KernelMatrix(X, kernel, centre, bytes);
  return (rows) => ({ matrix, places: rows });
}

type ClassPairRows = Pick<ClassPair, 'matrix' | 'places'>;

export function solvePair(
  { matrix, places, signs, costs }: ClassPair,
  options: DualOptions,
): Steps<DualSolution> {
  const problem = {
    places,
    slopes: Float64Array.from(signs),
    low: costs.map((cost, row) => (signs[row] === 1 ? 0 : -cost)),
    high: costs.map((cost, row) => (signs[row] === 1 ? cost : 0)),
  };
  return new DualDescent(matrix, problem, options).solve();
}

const folds = 5;

/** The probability of the first class by the decision function, learned from what five folds say about rows they have not seen. */
export function* calibratePair(
  pair: ClassPair,
  options: DualOptions,
  random: Random,
): Steps<SigmoidCalibration> {
  const order = permutation(pair.signs.length, random);
  const scores = new Float64Array(order.length);
  for (let fold = 0; fold < folds; fold++) {
    const [start, end] = [fold, fold + 1].map((one) => Math.floor((one * order.length) / folds));
    const held = order.slice(start, end);
    const kept = order.filter((_, index) => index < start! || index >= end!);
    const values = yield* decideHeld(pair, kept, held, options);
    for (const [index, row] of held.entries()) scores[row] = values[index]!;
  }
  return fitSigmoid(scores, (row) => pair.signs[row] === 1);
}

function* decideHeld(
  { matrix, places, signs, costs }: ClassPair,
  kept: Int32Array,
  held: Int32Array,
  options: DualOptions,
): Steps<Float64Array> {
  const part = {
    matrix,
    places: kept.map((row) => places[row]!),
    signs: Int8Array.from(kept, (row) => signs[row]!),
    costs: Float64Array.from(kept, (row) => costs[row]!),
  };
  // As LIBSVM has it: rows of one class alone speak for it.
  if (new Set(part.signs).size < 2) return new Float64Array(held.length).fill(part.signs[0] ?? 0);
  const { beta, intercept } = yield* solvePair(part, options);
  const values = new Float64Array(held.length).fill(intercept);
  for (const [index, one] of beta.entries()) {
    if (one === 0) continue;
    const row = matrix.row(part.places[index]!);
    for (let place = 0; place < held.length; place++) values[place]! += one * row[places[held[place]!]!]!;
  }
  return values;
}
