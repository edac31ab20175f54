import { stackColumns } from '../compose/blocks.ts';
import type { Named } from '../compose/part.ts';
import type { Classes, ClassificationModel, LoadModel, ModelDocument } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { predictedCodes } from './classScores.ts';
import { ofDocuments, toDocuments } from './members.ts';

/** The class that most of several classifiers predict, the first of equals. */
export class HardVotingModel implements ClassificationModel {
  readonly kind = 'voting-classifier';
  readonly voting = 'hard';
  readonly classes: Classes;
  readonly estimators: readonly Named<ClassificationModel>[];
  /** Of each member. */
  readonly weights: Float64Array;

  constructor(classes: Classes, estimators: readonly Named<ClassificationModel>[], weights: Float64Array) {
    this.classes = classes;
    this.estimators = estimators;
    this.weights = weights;
  }

  predict(X: Features): Labels {
    const { rows, columns, data } = this.transform(X);
    const k = this.classes.length;
    const votes = new Float64Array(rows * k);
    for (let row = 0; row < rows; row++)
      for (let member = 0; member < columns; member++)
        votes[row * k + data[row * columns + member]!]! += this.weights[member]!;
    return likeliestLabels({ rows, columns: k, data: votes }, this.classes);
  }

  /** The position of the class that each member predicts, a column each. */
  transform(X: Features): Dense {
    const codes = this.estimators.map(([, model]) => predictedCodes(model, X, this.classes));
    const rows = codes[0]!.length;
    return stackColumns(
      codes.map((own) => ({ rows, columns: 1, data: Float64Array.from(own) })),
      rows,
    );
  }

  featureNames(): string[] {
    return this.estimators.map(([name]) => `votingclassifier_${name}`);
  }

  toJSON(): ModelDocument {
    const { kind, voting, classes, estimators, weights } = this;
    return { kind, voting, classes, estimators: toDocuments(estimators), weights: [...weights] };
  }

  static fromJSON({ classes, estimators, weights }: ModelDocument, load: LoadModel): HardVotingModel {
    return new HardVotingModel(
      classes as Classes,
      ofDocuments(estimators, load),
      Float64Array.from(weights as number[]),
    );
  }
}
