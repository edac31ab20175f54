import { checkNotInfinite, checkWidth } from '../checkData.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { listOf } from '../preprocessing/columnNumbers.ts';
import { inputNames } from '../preprocessing/inputNames.ts';

/** What happens to numbers out of bounds: their rows go, they become the bound, or the column's median or mean, or get a flag. */
export type OutlierAction = 'drop' | 'clip' | 'replace' | 'flag';

/** Of each column, by what its outliers are known and replaced. */
export interface OutlierBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly replacement: Float64Array;
}

/** Bounds of each column, and what is done with numbers beyond them. What is missing is no outlier. */
export class FittedOutliers implements FittedTransformer {
  readonly kind: string;
  readonly action: OutlierAction;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly replacement: Float64Array;

  constructor(kind: string, action: OutlierAction, { lower, upper, replacement }: OutlierBounds) {
    this.kind = kind;
    this.action = action;
    this.lower = lower;
    this.upper = upper;
    this.replacement = replacement;
  }

  /** With the action 'drop' all rows as they are: each wants its prediction, and `keptRows` says which to learn from. */
  transform(features: Features): Dense {
    const X = this.check(features);
    const { lower, upper, replacement } = this;
    const { rows, columns, data } = X;
    if (this.action === 'drop') return { ...X, data: data.slice() };
    if (this.action !== 'flag') {
      const isClipped = this.action === 'clip';
      const handled = data.map((value, index) => {
        const column = index % columns;
        if (value < lower[column]!) return isClipped ? lower[column]! : replacement[column]!;
        if (value > upper[column]!) return isClipped ? upper[column]! : replacement[column]!;
        return value;
      });
      return { rows, columns, data: handled };
    }
    const flagged = new Float64Array(rows * 2 * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = data[row * columns + column]!;
        const place = row * 2 * columns + column;
        flagged[place] = value;
        flagged[place + columns] = Number(value < lower[column]! || value > upper[column]!);
      }
    }
    return { rows, columns: 2 * columns, data: flagged };
  }

  /** Positions of the rows without an outlier. */
  keptRows(features: Features): Int32Array {
    const { rows, columns, data } = this.check(features);
    const isKept = (row: number) => {
      for (let column = 0; column < columns; column++) {
        const value = data[row * columns + column]!;
        if (value < this.lower[column]! || value > this.upper[column]!) return false;
      }
      return true;
    };
    return Int32Array.from({ length: rows }, (_, row) => row).filter(isKept);
  }

  private check(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.lower.length);
    checkNotInfinite(X);
    return X;
  }

  /** Flags are called as `outlier_x0`. */
  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.lower.length);
    return this.action === 'flag' ? [...names, ...names.map((name) => `outlier_${name}`)] : names;
  }

  toJSON(): ModelDocument {
    const { kind, action } = this;
    const [lower, upper, replacement] = [this.lower, this.upper, this.replacement].map(listOf);
    return { kind, action, lower, upper, replacement };
  }

  static fromJSON(document: ModelDocument): FittedOutliers {
    const [lower, upper, replacement] = ['lower', 'upper', 'replacement'].map((name) =>
      Float64Array.from(document[name] as number[]),
    );
    return new FittedOutliers(document.kind, document.action as OutlierAction, {
      lower: lower!,
      upper: upper!,
      replacement: replacement!,
    });
  }
}
