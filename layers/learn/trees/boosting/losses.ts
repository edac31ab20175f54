import { weightedQuantile } from './weightedQuantile.ts';

/** What boosting minimizes: the weighted mean of the loss of each row, given what is predicted before the link. */
export interface Loss {
  /** What a row is predicted with each tree. */
  readonly outputs: number;
  /** Leaves are set to this quantile of what is left of the target, where the gradients know its sign only. */
  readonly leafQuantile?: number;
  /** Gradients of two classes have a kernel of their own. */
  readonly isLogistic?: boolean;
  /** The best constant. @throws InvalidInput for targets that it is not defined for */
  baseline(y: Float64Array, weights: Float64Array | undefined): Float64Array;
  /** Looks at all predictions of a round, before gradients of one output after the other. */
  prepare?(predictions: readonly Float64Array[], rows: number): void;
  /** The first and second derivative of each row's loss, not weighted. */
  derivatives(
    y: Float64Array,
    predictions: readonly Float64Array[],
    output: number,
    gradients: Float32Array,
    hessians: Float32Array,
  ): void;
  /** Of one row. */
  lossOf(y: number, predictions: readonly Float64Array[], row: number): number;
}

/** Derivatives of row by row formulas for one output. */
type Derivative = (y: number, prediction: number) => number;

function byRow(gradient: Derivative, hessian: Derivative): Loss['derivatives'] {
  return (y, [predictions], _, gradients, hessians) => {
    for (let row = 0; row < y.length; row++) {
      gradients[row] = gradient(y[row]!, predictions![row]!);
      hessians[row] = hessian(y[row]!, predictions![row]!);
    }
  };
}

function mean(y: Float64Array, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * y[row]!;
    total += weight;
  }
  return sum / total;
}

/** Half of it, so that the hessian is 1. */
export const squaredError: Loss = {
  outputs: 1,
  baseline: (y, weights) => Float64Array.of(mean(y, weights)),
  derivatives: byRow(
    (y, prediction) => prediction - y,
    () => 1,
  ),
  lossOf: (y, [predictions], row) => (y - predictions![row]!) ** 2 / 2,
};

export const absoluteError: Loss = {
  outputs: 1,
  leafQuantile: 0.5,
  baseline: (y, weights) => Float64Array.of(weightedQuantile(y, weights, 0.5)),
  derivatives: byRow(
    (y, prediction) => (prediction > y ? 1 : -1),
    () => 1,
  ),
  lossOf: (y, [predictions], row) => Math.abs(y - predictions![row]!),
};

/** The pinball loss. */
export function quantileLoss(quantile: number): Loss {
  return {
    outputs: 1,
    leafQuantile: quantile,
    baseline: (y, weights) => Float64Array.of(weightedQuantile(y, weights, quantile)),
    derivatives: byRow(
      (y, prediction) => (y >= prediction ? -quantile : 1 - quantile),
      () => 1,
    ),
    lossOf: (y, [predictions], row) => {
      const rest = y - predictions![row]!;
      return rest >= 0 ? quantile * rest : (quantile - 1) * rest;
    },
  };
}

/** Half the Poisson deviance, with the logarithm as link. */
export const poisson: Loss = {
  outputs: 1,
  baseline: (y, weights) => Float64Array.of(Math.log(mean(y, weights))),
  derivatives: byRow(
    (y, prediction) => Math.exp(prediction) - y,
    (_, prediction) => Math.exp(prediction),
  ),
  lossOf: (y, [predictions], row) => Math.exp(predictions![row]!) - y * predictions![row]!,
};

/** Half the gamma deviance, with the logarithm as link. */
export const gamma: Loss = {
  outputs: 1,
  baseline: (y, weights) => Float64Array.of(Math.log(mean(y, weights))),
  derivatives: byRow(
    (y, prediction) => 1 - y * Math.exp(-prediction),
    (y, prediction) => y * Math.exp(-prediction),
  ),
  lossOf: (y, [predictions], row) => predictions![row]! + y * Math.exp(-predictions![row]!),
};

/** Of the classes 0 and 1. */
export const logLoss: Loss = {
  outputs: 1,
  isLogistic: true,
  baseline: (y, weights) => {
    const share = mean(y, weights);
    return Float64Array.of(Math.log(share / (1 - share)));
  },
  // In a kernel.
  derivatives: () => undefined,
  lossOf: (y, [predictions], row) => {
    const prediction = predictions![row]!;
    const positive = Math.max(prediction, 0);
    return positive - y * prediction + Math.log1p(Math.exp(-Math.abs(prediction)));
  },
};

/** Of the classes from 0 to k - 1, with a tree for each. */
export function multinomialLogLoss(outputs: number): Loss {
  let probabilities = new Float64Array();
  return {
    outputs,
    baseline: (y, weights) => {
      const logarithms = Float64Array.from({ length: outputs }, (_, output) =>
        Math.log(
          mean(
            y.map((code) => Number(code === output)),
            weights,
          ),
        ),
      );
      const average = mean(logarithms, undefined);
      return logarithms.map((logarithm) => logarithm - average);
    },
    prepare(predictions, rows) {
      if (probabilities.length !== rows * outputs) probabilities = new Float64Array(rows * outputs);
      for (let row = 0; row < rows; row++) {
        let largest = Number.NEGATIVE_INFINITY;
        for (const own of predictions) largest = Math.max(largest, own[row]!);
        let sum = 0;
        for (let output = 0; output < outputs; output++) {
          const power = Math.exp(predictions[output]![row]! - largest);
          probabilities[output * rows + row] = power;
          sum += power;
        }
        for (let output = 0; output < outputs; output++) probabilities[output * rows + row]! /= sum;
      }
    },
    derivatives(y, _, output, gradients, hessians) {
      for (let row = 0; row < y.length; row++) {
        const probability = probabilities[output * y.length + row]!;
        gradients[row] = y[row] === output ? probability - 1 : probability;
        hessians[row] = probability * (1 - probability);
      }
    },
    lossOf(y, predictions, row) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const own of predictions) largest = Math.max(largest, own[row]!);
      let sum = 0;
      for (const own of predictions) sum += Math.exp(own[row]! - largest);
      return largest + Math.log(sum) - predictions[y]![row]!;
    },
  };
}
