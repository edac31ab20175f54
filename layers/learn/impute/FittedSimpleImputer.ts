import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { listOf } from '../preprocessing/columnNumbers.ts';
import { FittedImputer, type ImputedColumns, readColumns } from './FittedImputer.ts';
import { fillColumns } from './missing.ts';

/** Fills the missing values of a column with one of its own. */
export class FittedSimpleImputer extends FittedImputer {
  readonly kind = 'simple-imputer';
  /** Of each column that is kept. */
  readonly statistics: Float64Array;

  constructor(columns: ImputedColumns, statistics: Float64Array) {
    super(columns);
    this.statistics = statistics;
  }

  protected fill(X: Dense): Float64Array {
    return fillColumns(X, this.statistics);
  }

  /** Makes holes where the indicators say that there were. @throws InvalidInput without indicators */
  inverseTransform(features: Features): Dense {
    const { width, kept, indicated, missingValues } = this.columns;
    if (indicated.length === 0)
      throw new InvalidInput(
        'what was missing is known with addIndicator only: fit with it, to rows that miss values',
      );
    const X = toDense(features);
    checkWidth(X, kept.length + indicated.length);
    const data = new Float64Array(X.rows * width);
    for (let row = 0; row < X.rows; row++) {
      for (const [place, column] of kept.entries())
        data[row * width + column] = X.data[row * X.columns + place]!;
      for (const [place, column] of indicated.entries()) {
        if (X.data[row * X.columns + kept.length + place] !== 0) data[row * width + column] = missingValues;
      }
    }
    return { rows: X.rows, columns: width, data };
  }

  protected learned() {
    return { statistics: listOf(this.statistics) };
  }

  static fromJSON(document: ModelDocument): FittedSimpleImputer {
    return new FittedSimpleImputer(readColumns(document), Float64Array.from(document.statistics as number[]));
  }
}
