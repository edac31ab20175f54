import type { ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { LinearClassifierModel, type LinearSolution, solutionOf } from './LinearClassifierModel.ts';
import { sigmoid } from './sigmoid.ts';
import { softmax } from './softmax.ts';

/** Weights and intercepts of a logistic regression: one row for two classes, of which it gives the second, else one for each class. */
export class LogisticModel extends LinearClassifierModel implements ProbabilisticModel {
  constructor(solution: LinearSolution) {
    super('logistic-regression', solution);
  }

  predictProba(features: Features): Dense {
    const { rows, columns, data } = this.decisionFunction(features);
    if (columns > 1) {
      for (let row = 0; row < rows; row++) softmax(data.subarray(row * columns, (row + 1) * columns));
      return { rows, columns, data };
    }
    const both = new Float64Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      both[2 * row + 1] = sigmoid(data[row]!);
      both[2 * row] = 1 - both[2 * row + 1]!;
    }
    return { rows, columns: 2, data: both };
  }

  static override fromJSON(document: ModelDocument): LogisticModel {
    return new LogisticModel(solutionOf(document));
  }
}
