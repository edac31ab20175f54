import { checkLength } from './checkData.ts';
import type { FitOptions } from './estimator.ts';
import type { Labels, LabelsLike } from './labels.ts';
import { type Dense, denseRows, type Features } from './matrix.ts';

/** Rows to learn from, with all that goes with them. */
export interface Resampled {
  readonly X: Dense;
  readonly y: Labels | undefined;
  readonly sampleWeight: Float64Array | undefined;
  /** The positions that they had before. */
  readonly rows: Int32Array;
}

/** Chooses the rows to learn from. It has no part in predicting, where each row wants its answer. */
export interface Resampler {
  /** @throws InvalidInput when no row is left */
  fitResample(X: Features, y?: LabelsLike, options?: Pick<FitOptions, 'sampleWeight'>): Resampled;
}

/** The rows at the given positions, their targets and weights. */
export function resample(
  X: Dense,
  rows: Int32Array,
  y: LabelsLike | undefined,
  sampleWeight: ArrayLike<number> | undefined,
): Resampled {
  if (y) checkLength(X, y.length);
  const isText = y !== undefined && typeof y[0] === 'string';
  return {
    X: denseRows(X, rows),
    y: y && (isText ? Array.from(rows, (row) => y[row] as string) : numbersAt(y as ArrayLike<number>, rows)),
    sampleWeight: sampleWeight && numbersAt(sampleWeight, rows),
    rows,
  };
}

function numbersAt(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
