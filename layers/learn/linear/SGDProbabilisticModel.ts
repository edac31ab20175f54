import type { ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { LinearClassifierModel, type LinearSolution, solutionOf } from './LinearClassifierModel.ts';
import { sigmoid } from './sigmoid.ts';

/** Probability of a class against the rest by its score, for the losses that say it. */
const probabilities = {
  log_loss: sigmoid,
  /** Zhang (2004), appendix B. */
  modified_huber: (score: number) => (Math.max(-1, Math.min(1, score)) + 1) / 2,
};

type ProbabilisticLoss = keyof typeof probabilities;

export function isProbabilistic(loss: string): loss is ProbabilisticLoss {
  return Object.hasOwn(probabilities, loss);
}

/** The model of an SGDClassifier with a loss that says probabilities. */
export class SGDProbabilisticModel extends LinearClassifierModel implements ProbabilisticModel {
  readonly loss: ProbabilisticLoss;

  constructor(loss: ProbabilisticLoss, solution: LinearSolution) {
    super('sgd-classifier', solution);
    this.loss = loss;
  }

  predictProba(features: Features): Dense {
    const { rows, columns: outputs, data } = this.decisionFunction(features);
    const columns = Math.max(2, outputs);
    const shares = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const own = shares.subarray(row * columns, (row + 1) * columns);
      const of = (output: number) => probabilities[this.loss](data[row * outputs + output]!);
      if (outputs === 1) own.set([1 - of(0), of(0)]);
      else
        normalize(
          own.map((_, output) => of(output)),
          own,
        );
    }
    return { rows, columns, data: shares };
  }

  override toJSON(): ModelDocument {
    return { ...super.toJSON(), loss: this.loss };
  }
}

/** Each as a share of the sum; all the same where every one is 0. */
function normalize(values: Float64Array, out: Float64Array): void {
  const sum = values.reduce((total, value) => total + value, 0);
  for (const [index, value] of values.entries()) out[index] = sum === 0 ? 1 / values.length : value / sum;
}

/** The model of an SGDClassifier, whatever its loss. */
export function sgdClassifierModel(document: ModelDocument): LinearClassifierModel {
  const { loss } = document as { loss?: ProbabilisticLoss };
  return loss
    ? new SGDProbabilisticModel(loss, solutionOf(document))
    : LinearClassifierModel.fromJSON(document);
}
