import { checkSize, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { moments } from '../moments.ts';
import { checkParameters, finite, oneOf, orNull } from '../parameters.ts';
import { checkLearned } from '../preprocessing/columnNumbers.ts';
import { quantilesOf } from '../preprocessing/quantile.ts';
import { learnColumns } from './FittedImputer.ts';
import { FittedSimpleImputer } from './FittedSimpleImputer.ts';
import { type MissingOptions, missingParameters } from './missing.ts';

export type ImputeStrategy = 'mean' | 'median' | 'most_frequent' | 'constant';

export interface SimpleImputerOptions extends MissingOptions {
  /** @default 'mean' */
  readonly strategy?: ImputeStrategy;
  /** Of the strategy 'constant'; null for 0. @default null */
  readonly fillValue?: number | null;
}

/** One number of the values of a column that are there, which may be reordered. */
const statistics: Readonly<Record<Exclude<ImputeStrategy, 'constant'>, (present: Float64Array) => number>> = {
  mean: (present) => moments(present).mean,
  median: (present) => quantilesOf(present, [0.5])[0]!,
  // The smallest of the most frequent.
  most_frequent: (present) => {
    const sorted = present.sort();
    let [best, longest, start] = [sorted[0]!, 0, 0];
    for (let place = 1; place <= sorted.length; place++) {
      if (sorted[place] === sorted[start]) continue;
      if (place - start > longest) [best, longest] = [sorted[start]!, place - start];
      start = place;
    }
    return best;
  },
};

/**
 * Fills the missing values of each column with its mean, median or most frequent number, or a given one. Rows are left out by
 * DropMissing instead. It takes numbers only, as encoders take missing categories as they are.
 *
 * @example new SimpleImputer().fit([[1], [NaN], [3]]).transform([[NaN]]).data // [2]
 */
export class SimpleImputer implements Transformer {
  static readonly parameters = {
    strategy: oneOf('mean', 'median', 'most_frequent', 'constant'),
    fillValue: orNull(finite),
    ...missingParameters,
  };
  readonly kind = 'simple-imputer';
  readonly type = 'transformer';
  readonly params: Required<SimpleImputerOptions>;

  constructor({
    strategy = 'mean',
    fillValue = null,
    missingValues = Number.NaN,
    addIndicator = false,
    keepEmptyFeatures = false,
  }: SimpleImputerOptions = {}) {
    this.params = { strategy, fillValue, missingValues, addIndicator, keepEmptyFeatures };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedSimpleImputer {
    checkParameters(this.kind, this.params, SimpleImputer.parameters);
    refuseWeights(this.kind, sampleWeight);
    const given = toDense(features);
    checkSize(given);
    const { X, columns } = learnColumns(given, this.params);
    const { strategy, fillValue } = this.params;
    const learned = Float64Array.from(columns.kept, (_, place) => {
      if (strategy === 'constant') return fillValue ?? 0;
      const values = new Float64Array(X.rows);
      let count = 0;
      for (let index = place; index < X.data.length; index += X.columns)
        if (!Number.isNaN(X.data[index]!)) values[count++] = X.data[index]!;
      const present = values.subarray(0, count);
      return count === 0 ? 0 : statistics[strategy](present);
    });
    checkLearned(learned);
    return new FittedSimpleImputer(columns, learned);
  }
}
