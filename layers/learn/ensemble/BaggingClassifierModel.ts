import type {
  Classes,
  ClassificationModel,
  LoadModel,
  ModelDocument,
  ProbabilisticModel,
} from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { askMembers, type BagMember, ofMemberDocuments, toMemberDocuments } from './BagMember.ts';
import { votesOf } from './classScores.ts';

/** The mean probabilities of classifiers of rows drawn at random; those without probabilities have a vote each. */
export class BaggingClassifierModel implements ProbabilisticModel {
  readonly kind = 'bagging-classifier';
  readonly classes: Classes;
  readonly members: readonly BagMember<ClassificationModel>[];
  /** Accuracy of what members say of rows that they have not drawn, if it was asked for. */
  readonly oobScore: number | undefined;

  readonly #width: number;

  constructor(
    classes: Classes,
    members: readonly BagMember<ClassificationModel>[],
    width: number,
    oobScore?: number,
  ) {
    this.classes = classes;
    this.#width = width;
    this.members = members;
    this.oobScore = oobScore;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const parts = askMembers(this.members, X, this.#width, (model, seen) =>
      votesOf(model, seen, this.classes),
    );
    const { rows, columns } = parts[0]!;
    const data = new Float64Array(rows * columns);
    for (const part of parts)
      for (let index = 0; index < data.length; index++) data[index]! += part.data[index]!;
    return { rows, columns, data: data.map((sum) => Math.min(1, sum / parts.length)) };
  }

  toJSON(): ModelDocument {
    const { kind, classes, members, oobScore } = this;
    return {
      kind,
      classes,
      width: this.#width,
      members: toMemberDocuments(members),
      ...(oobScore !== undefined && { oobScore }),
    };
  }

  static fromJSON(
    { classes, members, width, oobScore }: ModelDocument,
    load: LoadModel,
  ): BaggingClassifierModel {
    return new BaggingClassifierModel(
      classes as Classes,
      ofMemberDocuments(members, load),
      width as number,
      oobScore as number | undefined,
    );
  }
}
