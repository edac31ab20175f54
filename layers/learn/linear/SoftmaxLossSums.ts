import { dotAt } from './dot.ts';
import type { LabelledRows, LossSums } from './LogLoss.ts';

/** Log loss of more than two classes, a row of weights for each. */
export class SoftmaxLossSums implements LossSums {
  private readonly data: LabelledRows;
  private readonly centre: Float64Array;

  constructor(data: LabelledRows, centre: Float64Array) {
    this.data = data;
    this.centre = centre;
  }

  sum(solution: Float64Array, gradient: Float64Array): number {
    const { X, codes, classes, weights } = this.data;
    const { centre } = this;
    const { rows, columns, data } = X;
    gradient.fill(0);
    const width = columns + 1;
    const z = new Float64Array(columns);
    const scores = new Float64Array(classes);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      for (let column = 0; column < columns; column++) z[column] = data[start + column]! - centre[column]!;
      let most = Number.NEGATIVE_INFINITY;
      for (let code = 0; code < classes; code++) {
        const offset = code * width;
        const score = solution[offset + columns]! + dotAt(solution, offset, z, columns);
        scores[code] = score;
        if (!(score <= most)) most = score;
      }
      const weight = weights ? weights[row]! : 1;
      const label = codes[row]!;
      const own = scores[label]!;
      let sum = 0;
      for (let code = 0; code < classes; code++) {
        scores[code] = Math.exp(scores[code]! - most);
        sum += scores[code]!;
      }
      loss += weight * (Math.log(sum) + most - own);
      for (let code = 0; code < classes; code++) {
        const residual = weight * (scores[code]! / sum - Number(code === label));
        const offset = code * width;
        for (let column = 0; column < columns; column++) gradient[offset + column]! += residual * z[column]!;
        gradient[offset + columns]! += residual;
      }
    }
    return loss;
  }
}
