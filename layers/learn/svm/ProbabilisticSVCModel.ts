import type { SigmoidCalibration } from '../calibration/sigmoidCalibration.ts';
import type { ModelDocument, ProbabilisticModel } from '../estimator.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import type { Dense, Features } from '../matrix.ts';
import { couplePairs } from './pairwiseCoupling.ts';
import type { SupportVectors } from './SupportVectors.ts';
import { partsOf, SVCModel, type SVCSettings } from './SVCModel.ts';

/** As LIBSVM, so that no pair is certain. */
const leastProbability = 1e-7;

/**
 * Support vectors with probabilities, which were learned apart from the votes: `predict` may name another class than the likeliest,
 * as scikit-learn's does.
 */
export class ProbabilisticSVCModel extends SVCModel implements ProbabilisticModel {
  /** How the score of each pair of classes becomes the probability of the first. */
  readonly calibrations: readonly SigmoidCalibration[];

  constructor(vectors: SupportVectors, settings: SVCSettings, calibrations: readonly SigmoidCalibration[]) {
    super(vectors, settings);
    this.calibrations = calibrations;
  }

  predictProba(X: Features): Dense {
    const scores = this.pairScores(X);
    const k = this.classes.length;
    const data = new Float64Array(scores.rows * k);
    const pairs = new Float64Array(k * k);
    for (let row = 0; row < scores.rows; row++) {
      for (let first = 0, pair = 0; first < k; first++) {
        for (let second = first + 1; second < k; second++, pair++) {
          const { a, b } = this.calibrations[pair]!;
          const score = scores.data[row * scores.columns + pair]!;
          // The score of two classes speaks for the second.
          const p = sigmoid(-(a * (k === 2 ? -score : score) + b));
          const bounded = Math.min(Math.max(p, leastProbability), 1 - leastProbability);
          pairs[first * k + second] = bounded;
          pairs[second * k + first] = 1 - bounded;
        }
      }
      const own = data.subarray(row * k, (row + 1) * k);
      if (k === 2) own.set([pairs[1]!, pairs[2]!]);
      else couplePairs(pairs, own);
    }
    return { rows: scores.rows, columns: k, data };
  }

  override toJSON(): ModelDocument {
    return { ...super.toJSON(), calibrations: this.calibrations };
  }

  static override fromJSON(document: ModelDocument): ProbabilisticSVCModel {
    return new ProbabilisticSVCModel(
      ...partsOf(document),
      document.calibrations as readonly SigmoidCalibration[],
    );
  }
}

/** With probabilities or without them, as it was fitted. */
export function svcModel(document: ModelDocument): SVCModel {
  return ('calibrations' in document ? ProbabilisticSVCModel : SVCModel).fromJSON(document);
}
