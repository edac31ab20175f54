import type { LoadModel, ModelDocument } from '../estimator.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { IsotonicModel } from './IsotonicModel.ts';
import type { SigmoidCalibration } from './sigmoidCalibration.ts';
import type { Temperature } from './temperature.ts';

/** Makes a probability of a score, or a temperature of all classes' scores together. */
export type Calibrator = SigmoidCalibration | IsotonicModel | Temperature;

export function calibrate(calibrator: Exclude<Calibrator, Temperature>, scores: Float64Array): Float64Array {
  if (calibrator instanceof IsotonicModel)
    return calibrator.predict({ rows: scores.length, columns: 1, data: scores });
  const { a, b } = calibrator;
  return scores.map((score) => sigmoid(-(a * score + b)));
}

/** All but an isotonic one are plain numbers already. */
export function loadCalibrator(
  document: Exclude<Calibrator, IsotonicModel> | ModelDocument,
  load: LoadModel,
): Calibrator {
  return 'kind' in document ? load<IsotonicModel>(document) : document;
}
