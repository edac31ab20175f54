import { type Calibrator, logitsOf } from './Calibrator.ts';
import { fitIsotonic } from './fitIsotonic.ts';
import type { IsotonicCurve } from './IsotonicCurve.ts';
import type { Responses } from './responses.ts';
import { fitSigmoid, type SigmoidCalibration } from './sigmoidCalibration.ts';
import { fitTemperature } from './temperature.ts';

export type CalibrationMethod = Calibrator['method'];

/**
 * Learns from responses to rows that the classifier has not seen. Curves are of each class against the rest.
 *
 * @param codes of the rows' classes
 */
export function fitCalibrator(
  method: CalibrationMethod,
  responses: Responses,
  codes: Int32Array,
  weights: Float64Array | undefined,
): Calibrator {
  if (method === 'temperature') return { method, beta: fitTemperature(logitsOf(responses), codes, weights) };
  const { columns } = responses.values;
  const each = <Curve>(of: (scores: Float64Array, code: number) => Curve) =>
    Array.from({ length: columns }, (_, column) =>
      // The only column of two classes is of the second.
      of(columnOf(responses, column), columns === 1 ? 1 : column),
    );
  if (method === 'sigmoid') {
    const curves = each<SigmoidCalibration>((scores, code) =>
      fitSigmoid(scores, (row) => codes[row] === code, weights),
    );
    return { method, curves };
  }
  const curves = each<IsotonicCurve>((scores, code) =>
    fitIsotonic(
      scores,
      Float64Array.from(codes, (own) => Number(own === code)),
      weights,
    ),
  );
  return { method, curves };
}

function columnOf({ values: { rows, columns, data } }: Responses, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
}
