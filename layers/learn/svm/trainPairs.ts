import type { SigmoidCalibration } from '../calibration/sigmoidCalibration.ts';
import type { Dense } from '../matrix.ts';
import { seededRandom } from '../random.ts';
import type { Progress, Steps } from '../steps.ts';
import { type ClassPair, calibratePair, matricesOf, solvePair } from './classPairs.ts';
import type { DualOptions } from './DualDescent.ts';
import type { Kernel } from './kernelFunction.ts';

export interface ClassRows {
  readonly X: Dense;
  /** The rows of each class. */
  readonly rowsOfClasses: readonly Int32Array[];
  /** Largest |β| of each row. */
  readonly costs: Float64Array;
  /** What is taken off the rows. */
  readonly centre: Float64Array;
}

interface PairsOptions extends DualOptions {
  readonly probability: boolean;
  readonly seed: number;
  /** MiB. */
  readonly cacheSize: number;
}

export interface PairsSolution {
  /** (k - 1) × n, laid out as SVCModel says. */
  readonly beta: Float64Array;
  /** Of each pair of classes, for rows less the centre. */
  readonly intercept: readonly number[];
  readonly nIter: readonly number[];
  readonly calibrations: readonly SigmoidCalibration[];
}

/** Learns each class against each other. */
export function* trainPairs(
  { X, rowsOfClasses, costs, centre }: ClassRows,
  kernel: Kernel,
  options: PairsOptions,
): Steps<PairsSolution> {
  const matrices = matricesOf(X, kernel, centre, options.cacheSize * 2 ** 20);
  const k = rowsOfClasses.length;
  const random = seededRandom(options.seed);
  const beta = new Float64Array((k - 1) * X.rows);
  const [intercept, nIter]: [number[], number[]] = [[], []];
  const calibrations: SigmoidCalibration[] = [];
  // The only function of two classes speaks for the second.
  const sign = k === 2 ? -1 : 1;
  for (let first = 0; first < k; first++) {
    for (let second = first + 1; second < k; second++) {
      const progress = { done: intercept.length, total: (k * (k - 1)) / 2 };
      const count = rowsOfClasses[first]!.length;
      const rows = Int32Array.of(...rowsOfClasses[first]!, ...rowsOfClasses[second]!);
      const pair: ClassPair = {
        ...matrices(rows),
        signs: Int8Array.from(rows, (_, index) => (index < count ? 1 : -1)),
        costs: Float64Array.from(rows, (row) => costs[row]!),
      };
      if (options.probability)
        calibrations.push(yield* asPart(calibratePair(pair, options, random), progress));
      const solution = yield* asPart(solvePair(pair, options), progress);
      for (const [index, row] of rows.entries())
        beta[(index < count ? second - 1 : first) * X.rows + row] = sign * solution.beta[index]!;
      intercept.push(sign * solution.intercept);
      nIter.push(solution.iterations);
      yield { ...progress, done: intercept.length };
    }
  }
  return { beta, intercept, nIter, calibrations };
}

/** Rounds within one of several tasks. */
function* asPart<Result>(steps: Steps<Result>, progress: Progress): Steps<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield progress;
  }
}
