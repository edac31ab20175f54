import type { LoadModel, ModelDocument, RegressionModel } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { askMembers, type BagMember, ofMemberDocuments, toMemberDocuments } from './BagMember.ts';

/** The mean of regressions of rows drawn at random. */
export class BaggingRegressorModel implements RegressionModel {
  readonly kind = 'bagging-regressor';
  readonly members: readonly BagMember<RegressionModel>[];
  /** R² of what members say of rows that they have not drawn, if it was asked for. */
  readonly oobScore: number | undefined;

  readonly #width: number;

  constructor(members: readonly BagMember<RegressionModel>[], width: number, oobScore?: number) {
    this.members = members;
    this.#width = width;
    this.oobScore = oobScore;
  }

  predict(X: Features): Float64Array {
    const answers = askMembers(this.members, X, this.#width, (model, seen) => model.predict(seen));
    const sum = answers[0]!.slice();
    for (const own of answers.slice(1)) for (let row = 0; row < sum.length; row++) sum[row]! += own[row]!;
    return sum.map((value) => value / this.members.length);
  }

  toJSON(): ModelDocument {
    const { kind, members, oobScore } = this;
    return {
      kind,
      width: this.#width,
      members: toMemberDocuments(members),
      ...(oobScore !== undefined && { oobScore }),
    };
  }

  static fromJSON({ members, width, oobScore }: ModelDocument, load: LoadModel): BaggingRegressorModel {
    return new BaggingRegressorModel(
      ofMemberDocuments(members, load),
      width as number,
      oobScore as number | undefined,
    );
  }
}
