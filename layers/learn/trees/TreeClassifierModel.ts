import { checkNotInfinite, checkWidth } from '../checkData.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { Trees, type TreesDocument } from './Trees.ts';

interface Parts {
  readonly classes: Classes;
  readonly trees: Trees;
  readonly featureImportances: Float64Array;
  readonly oobScore?: number | undefined;
}

/** One tree or many, each of whose leaves has the shares of the classes: the model of every classifier of trees. */
export class TreeClassifierModel implements ProbabilisticModel {
  readonly kind: string;
  readonly classes: Classes;
  readonly trees: Trees;
  /** How much each column lessens the impurity; they sum to 1, or are all 0 when nothing was split. */
  readonly featureImportances: Float64Array;
  /** Accuracy on the rows that trees did not see, where it was asked for. */
  readonly oobScore: number | undefined;

  constructor(kind: string, { classes, trees, featureImportances, oobScore }: Parts) {
    this.kind = kind;
    this.classes = classes;
    this.trees = trees;
    this.featureImportances = featureImportances;
    this.oobScore = oobScore;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  /** The mean of the trees' shares. */
  predictProba(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.trees.features);
    checkNotInfinite(X);
    const data = this.trees.sums(X);
    const trees = this.trees.roots.length;
    for (let index = 0; index < data.length; index++) data[index]! /= trees;
    return { rows: X.rows, columns: this.classes.length, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, trees, featureImportances, oobScore } = this;
    return { kind, classes, trees: trees.toJSON(), featureImportances: [...featureImportances], oobScore };
  }

  static fromJSON(document: ModelDocument): TreeClassifierModel {
    const { kind, classes, trees, featureImportances, oobScore } = document as unknown as {
      kind: string;
      classes: Classes;
      trees: TreesDocument;
      featureImportances: number[];
      oobScore?: number;
    };
    return new TreeClassifierModel(kind, {
      classes,
      trees: Trees.fromJSON(trees),
      featureImportances: Float64Array.from(featureImportances),
      oobScore,
    });
  }
}
