import type { LoadModel, ModelDocument, RegressionModel } from '../estimator.ts';
import type { Features } from '../matrix.ts';
import { type BagMember, columnsOf, ofMemberDocuments, toMemberDocuments } from './BagMember.ts';

/** The mean of regressions of rows drawn at random. */
export class BaggingRegressorModel implements RegressionModel {
  readonly kind = 'bagging-regressor';
  readonly members: readonly BagMember<RegressionModel>[];
  /** R² of what members say of rows that they have not drawn, if it was asked for. */
  readonly oobScore: number | undefined;

  constructor(members: readonly BagMember<RegressionModel>[], oobScore?: number) {
    this.members = members;
    this.oobScore = oobScore;
  }

  predict(X: Features): Float64Array {
    let sum = new Float64Array();
    for (const [index, { model, features }] of this.members.entries()) {
      const own = model.predict(columnsOf(X, features));
      sum = index === 0 ? Float64Array.from(own) : sum.map((value, row) => value + own[row]!);
    }
    return sum.map((value) => value / this.members.length);
  }

  toJSON(): ModelDocument {
    const { kind, members, oobScore } = this;
    return { kind, members: toMemberDocuments(members), ...(oobScore !== undefined && { oobScore }) };
  }

  static fromJSON({ members, oobScore }: ModelDocument, load: LoadModel): BaggingRegressorModel {
    return new BaggingRegressorModel(ofMemberDocuments(members, load), oobScore as number | undefined);
  }
}
