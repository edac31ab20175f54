import {
  type PackedArray,
  type PackedDense,
  packArray,
  packDense,
  unpackArray,
  unpackDense,
} from '../arrays.ts';
import type { Classes, ModelDocument } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { NaiveBayesModel } from './NaiveBayesModel.ts';
import { checkRowsFor, forEachRow, sparseOrDense } from './rowEntries.ts';

export interface CountedClasses {
  readonly classes: Classes;
  /** Weight of the rows of each class. */
  readonly classCount: Float64Array;
  /** What was counted of each feature in each class, k × p. */
  readonly featureCount: Dense;
  /** ln P(class). */
  readonly classLogPrior: Float64Array;
  /** ln P(feature | class), k × p. */
  readonly featureLogProb: Dense;
}

/** Probabilities of features in each class, of which the logarithms are summed: ln P(x, class) is linear in x. */
export abstract class DiscreteNBModel extends NaiveBayesModel implements CountedClasses {
  readonly classCount: Float64Array;
  readonly featureCount: Dense;
  readonly classLogPrior: Float64Array;
  readonly featureLogProb: Dense;

  constructor({ classes, classCount, featureCount, classLogPrior, featureLogProb }: CountedClasses) {
    super(classes);
    this.classCount = classCount;
    this.featureCount = featureCount;
    this.classLogPrior = classLogPrior;
    this.featureLogProb = featureLogProb;
  }

  /** The value that a feature counts with. */
  protected abstract entry(value: number): number;
  /** What each feature adds in each class, feature by feature: p × k. */
  protected abstract readonly weights: Float64Array;
  /** What each class begins with. */
  protected abstract readonly offsets: Float64Array;

  jointLogLikelihood(features: Features): Dense {
    const X = sparseOrDense(features);
    const k = this.classes.length;
    checkRowsFor(X, this.featureLogProb.columns);
    const { weights, offsets } = this;
    const data = new Float64Array(X.rows * k);
    forEachRow(X, (row, count, columns, columnStart, values, valueStart) => {
      const own = row * k;
      data.set(offsets, own);
      for (let index = 0; index < count; index++) {
        const value = this.entry(values[valueStart + index]!);
        if (value === 0) continue;
        const from = columns[columnStart + index]! * k;
        for (let code = 0; code < k; code++) data[own + code]! += value * weights[from + code]!;
      }
    });
    return { rows: X.rows, columns: k, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, classCount, featureCount, classLogPrior, featureLogProb } = this;
    return {
      kind,
      classes,
      classCount: [...classCount],
      featureCount: packDense(featureCount),
      // It may be infinite, which JSON does not know.
      classLogPrior: packArray(classLogPrior),
      featureLogProb: packDense(featureLogProb),
    };
  }
}

export function countedClasses(document: ModelDocument): CountedClasses {
  return {
    classes: document.classes as Classes,
    classCount: Float64Array.from(document.classCount as number[]),
    featureCount: unpackDense(document.featureCount as PackedDense),
    classLogPrior: unpackArray<Float64Array>(document.classLogPrior as PackedArray),
    featureLogProb: unpackDense(document.featureLogProb as PackedDense),
  };
}

/** k × p numbers as p × k. */
export function transposed({ rows, columns, data }: Dense): Float64Array {
  const out = new Float64Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = data[row * columns + column]!;
  return out;
}
