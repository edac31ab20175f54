import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { softmax } from '../linear/softmax.ts';
import type { Dense } from '../matrix.ts';
import { curveAt, type IsotonicCurve } from './IsotonicCurve.ts';
import type { Responses } from './responses.ts';
import type { SigmoidCalibration } from './sigmoidCalibration.ts';

/** How a classifier's responses become probabilities: a curve for each column of them, or one temperature for all. */
export type Calibrator =
  | { readonly method: 'sigmoid'; readonly curves: readonly SigmoidCalibration[] }
  | { readonly method: 'isotonic'; readonly curves: readonly IsotonicCurve[] }
  | { readonly method: 'temperature'; readonly beta: number };

export type CalibratorDocument =
  | Exclude<Calibrator, { method: 'isotonic' }>
  | { readonly method: 'isotonic'; readonly curves: readonly { x: PackedArray; y: PackedArray }[] };

/** Probabilities of k classes. */
export function calibrate(calibrator: Calibrator, responses: Responses, k: number): Dense {
  if (calibrator.method === 'temperature') return soften(logitsOf(responses), calibrator.beta);
  const { rows, columns, data: from } = responses.values;
  const data = new Float64Array(rows * k);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const response = from[row * columns + column]!;
      // The only column of two classes is of the second.
      data[row * k + (k === 2 ? 1 : column)] =
        calibrator.method === 'sigmoid'
          ? sigmoidAt(calibrator.curves[column]!, response)
          : curveAt(calibrator.curves[column]!, response);
    }
    const own = data.subarray(row * k, (row + 1) * k);
    if (k === 2) own[0] = 1 - own[1]!;
    else normalize(own);
  }
  return { rows, columns: k, data };
}

function sigmoidAt({ a, b }: SigmoidCalibration, response: number): number {
  return sigmoid(-(a * response + b));
}

/** What is impossible in every class is as likely in each. */
function normalize(probabilities: Float64Array): void {
  let sum = 0;
  for (let code = 0; code < probabilities.length; code++) sum += probabilities[code]!;
  for (let code = 0; code < probabilities.length; code++)
    probabilities[code] = sum === 0 ? 1 / probabilities.length : Math.min(1, probabilities[code]! / sum);
}

function soften({ rows, columns, data }: Dense, beta: number): Dense {
  const out = data.map((logit) => beta * logit);
  for (let row = 0; row < rows; row++) softmax(out.subarray(row * columns, (row + 1) * columns));
  return { rows, columns, data: out };
}

/** A logit for each class. */
export function logitsOf({ values, areProbabilities }: Responses): Dense {
  const { rows, columns, data } = values;
  // As scikit-learn, so that 0 has a logarithm.
  const logit = (value: number) => (areProbabilities ? Math.log(value + 1e-12) : value);
  if (columns > 1) return { rows, columns, data: data.map(logit) };
  const both = new Float64Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    both[2 * row] = logit(areProbabilities ? 1 - data[row]! : -data[row]!);
    both[2 * row + 1] = logit(data[row]!);
  }
  return { rows, columns: 2, data: both };
}

export function calibratorToJSON(calibrator: Calibrator): CalibratorDocument {
  if (calibrator.method !== 'isotonic') return calibrator;
  const curves = calibrator.curves.map(({ x, y }) => ({ x: packArray(x), y: packArray(y) }));
  return { method: 'isotonic', curves };
}

export function calibratorFromJSON(document: CalibratorDocument): Calibrator {
  if (document.method !== 'isotonic') return document;
  const curves = document.curves.map(({ x, y }) => ({
    x: unpackArray<Float64Array>(x),
    y: unpackArray<Float64Array>(y),
  }));
  return { method: 'isotonic', curves };
}
