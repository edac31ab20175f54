import { stackColumns } from '../compose/blocks.ts';
import type { Named } from '../compose/part.ts';
import type { LoadModel, ModelDocument, RegressionModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { ofDocuments, toDocuments } from './members.ts';
import { weightedMean } from './votes.ts';

/** The weighted mean of several regressions. */
export class VotingRegressorModel implements RegressionModel {
  readonly kind = 'voting-regressor';
  readonly estimators: readonly Named<RegressionModel>[];
  /** Of each member. */
  readonly weights: Float64Array;

  constructor(estimators: readonly Named<RegressionModel>[], weights: Float64Array) {
    this.estimators = estimators;
    this.weights = weights;
  }

  predict(X: Features): Float64Array {
    return weightedMean(this.#predictions(X), this.weights);
  }

  /** The predictions of each member, a column each. */
  transform(X: Features): Dense {
    const columns = this.#predictions(X);
    const rows = columns[0]!.length;
    return stackColumns(
      columns.map((data) => ({ rows, columns: 1, data })),
      rows,
    );
  }

  featureNames(): string[] {
    return this.estimators.map(([name]) => `votingregressor_${name}`);
  }

  #predictions(X: Features): Float64Array[] {
    return this.estimators.map(([, model]) => model.predict(X));
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, estimators: toDocuments(this.estimators), weights: [...this.weights] };
  }

  static fromJSON({ estimators, weights }: ModelDocument, load: LoadModel): VotingRegressorModel {
    return new VotingRegressorModel(ofDocuments(estimators, load), Float64Array.from(weights as number[]));
  }
}
