import { checkSize, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { checkParameters, oneOf } from '../parameters.ts';
import { type Cells, toCells } from '../preprocessing/cells.ts';
import { type Resampled, type Resampler, resample } from '../resample.ts';

export interface DropMissingOptions {
  /** Whether rows go of which any value is missing, or all. @default 'any' */
  readonly how?: 'any' | 'all';
}

/**
 * Leaves out rows with missing values, and their targets and weights with them, as pandas' dropna and imbalanced-learn's
 * fit_resample. It is no transformer: a model has to answer for every row.
 *
 * @example const { X, y, rows } = new DropMissing().fitResample([[1], [NaN], [3]], [10, 20, 30]) // rows: [0, 2]
 */
export class DropMissing implements Resampler {
  static readonly parameters = { how: oneOf('any', 'all') };
  readonly kind = 'drop-missing';
  readonly params: Required<DropMissingOptions>;

  constructor({ how = 'any' }: DropMissingOptions = {}) {
    this.params = { how };
  }

  fitResample(
    features: Features,
    y?: LabelsLike,
    { sampleWeight }: Pick<FitOptions, 'sampleWeight'> = {},
  ): Resampled {
    const X = toDense(features);
    return resample(X, this.keptRows(X), y, weightsOf(sampleWeight, X.rows));
  }

  /** The positions of rows that stay, also of typed columns with categories: see `takeRows`. */
  keptRows(X: Cells): Int32Array {
    checkParameters(this.kind, this.params, DropMissing.parameters);
    const { rows, columns, cells } = toCells(X);
    checkSize({ rows, columns });
    const missing = new Int32Array(rows);
    for (const { codes } of cells)
      for (let row = 0; row < rows; row++) if (codes[row] === -1) missing[row]! += 1;
    const most = this.params.how === 'any' ? 0 : columns - 1;
    const kept = Int32Array.from(missing.keys()).filter((row) => missing[row]! <= most);
    if (kept.length > 0) return kept;
    throw new InvalidInput('every row misses a value: impute them, or leave out the features that miss most');
  }
}
