import { checkNotInfinite, checkWidth } from '../checkData.ts';
import type { ModelDocument, RegressionModel } from '../estimator.ts';
import { type Features, toDense } from '../matrix.ts';
import { Trees, type TreesDocument } from './Trees.ts';

interface Parts {
  readonly trees: Trees;
  readonly featureImportances: Float64Array;
  readonly oobScore?: number | undefined;
}

/** One tree or many, whose mean it predicts: the model of every regressor of trees. */
export class TreeRegressorModel implements RegressionModel {
  readonly kind: string;
  readonly trees: Trees;
  /** How much each column lessens the impurity; they sum to 1, or are all 0 when nothing was split. */
  readonly featureImportances: Float64Array;
  /** R² on the rows that trees did not see, where it was asked for. */
  readonly oobScore: number | undefined;

  constructor(kind: string, { trees, featureImportances, oobScore }: Parts) {
    this.kind = kind;
    this.trees = trees;
    this.featureImportances = featureImportances;
    this.oobScore = oobScore;
  }

  predict(features: Features): Float64Array {
    const X = toDense(features);
    checkWidth(X, this.trees.features);
    checkNotInfinite(X);
    const sums = this.trees.sums(X);
    const trees = this.trees.roots.length;
    for (let row = 0; row < sums.length; row++) sums[row]! /= trees;
    return sums;
  }

  toJSON(): ModelDocument {
    const { kind, trees, featureImportances, oobScore } = this;
    return { kind, trees: trees.toJSON(), featureImportances: [...featureImportances], oobScore };
  }

  static fromJSON(document: ModelDocument): TreeRegressorModel {
    const { kind, trees, featureImportances, oobScore } = document as unknown as {
      kind: string;
      trees: TreesDocument;
      featureImportances: number[];
      oobScore?: number;
    };
    return new TreeRegressorModel(kind, {
      trees: Trees.fromJSON(trees),
      featureImportances: Float64Array.from(featureImportances),
      oobScore,
    });
  }
}
