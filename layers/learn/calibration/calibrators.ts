import type { LoadModel, ModelDocument } from '../estimator.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { IsotonicModel } from './IsotonicModel.ts';
import type { SigmoidCalibration } from './sigmoidCalibration.ts';

/** Makes a probability of a score. */
export type Calibrator = SigmoidCalibration | IsotonicModel;

export function calibrate(calibrator: Calibrator, scores: Float64Array): Float64Array {
  if (calibrator instanceof IsotonicModel)
    return calibrator.predict({ rows: scores.length, columns: 1, data: scores });
  const { a, b } = calibrator;
  return scores.map((score) => sigmoid(-(a * score + b)));
}

/** A sigmoid is plain numbers already. */
export function loadCalibrator(document: SigmoidCalibration | ModelDocument, load: LoadModel): Calibrator {
  return 'kind' in document ? load<IsotonicModel>(document) : document;
}
