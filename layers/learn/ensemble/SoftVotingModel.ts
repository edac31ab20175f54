import { stackColumns } from '../compose/blocks.ts';
import type { Named } from '../compose/part.ts';
import type { Classes, LoadModel, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { probabilitiesOf } from './classScores.ts';
import { ofDocuments, toDocuments } from './members.ts';
import { weightedMean } from './votes.ts';

/** The weighted mean of the probabilities of several classifiers. */
export class SoftVotingModel implements ProbabilisticModel {
  readonly kind = 'voting-classifier';
  readonly voting = 'soft';
  readonly classes: Classes;
  readonly estimators: readonly Named<ProbabilisticModel>[];
  /** Of each member. */
  readonly weights: Float64Array;

  constructor(classes: Classes, estimators: readonly Named<ProbabilisticModel>[], weights: Float64Array) {
    this.classes = classes;
    this.estimators = estimators;
    this.weights = weights;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const parts = this.#probabilities(X);
    const { rows, columns } = parts[0]!;
    const mean = weightedMean(
      parts.map(({ data }) => data),
      this.weights,
    );
    // A mean of ones may round to a little above 1.
    return { rows, columns, data: mean.map((probability) => Math.min(1, probability)) };
  }

  /** The probabilities of each member, k columns each. */
  transform(X: Features): Dense {
    const parts = this.#probabilities(X);
    return stackColumns(parts, parts[0]!.rows);
  }

  featureNames(): string[] {
    return this.estimators.flatMap(([name]) =>
      (this.classes as readonly unknown[]).map((_, code) => `votingclassifier_${name}${code}`),
    );
  }

  #probabilities(X: Features): Dense[] {
    return this.estimators.map(([, model]) => probabilitiesOf(model, X, this.classes));
  }

  toJSON(): ModelDocument {
    const { kind, voting, classes, estimators, weights } = this;
    return { kind, voting, classes, estimators: toDocuments(estimators), weights: [...weights] };
  }

  static fromJSON({ classes, estimators, weights }: ModelDocument, load: LoadModel): SoftVotingModel {
    return new SoftVotingModel(
      classes as Classes,
      ofDocuments(estimators, load),
      Float64Array.from(weights as number[]),
    );
  }
}
