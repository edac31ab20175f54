import { type Delegated, delegate } from '../compose/delegate.ts';
import type { Classes, LoadModel, Model, ModelDocument } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { answersOf, joinAnswers, type StackMember, type StackMethod } from './stackedFeatures.ts';

/** Members, and a final model that predicts from what they say; it has the methods of that: see FittedStackOf. */
export class StackedModel implements Model {
  readonly kind: string;
  readonly members: readonly StackMember[];
  readonly finalEstimator: Model;
  /** Of the members; a regression has none. */
  readonly #classes: Classes;
  readonly #passthrough: boolean;

  constructor(
    kind: string,
    {
      members,
      finalEstimator,
      classes = [],
      passthrough,
    }: {
      readonly members: readonly StackMember[];
      readonly finalEstimator: Model;
      readonly classes?: Classes;
      readonly passthrough: boolean;
    },
  ) {
    this.kind = kind;
    this.members = members;
    this.finalEstimator = finalEstimator;
    this.#classes = classes;
    this.#passthrough = passthrough;
    const methods = ['predict', 'predictProba', 'decisionFunction'] as const;
    delegate(this, finalEstimator, (X) => this.transform(X), methods);
  }

  /** What the members say, and the features after it where those are passed on. */
  transform(X: Features): Dense {
    const parts = this.members.map((member) => answersOf(member, X, this.#classes));
    return joinAnswers(parts, X, this.#passthrough);
  }

  toJSON(): ModelDocument {
    const members = this.members.map(({ model, ...member }) => ({ ...member, model: model.toJSON() }));
    return {
      kind: this.kind,
      members,
      finalEstimator: this.finalEstimator.toJSON(),
      classes: this.#classes,
      passthrough: this.#passthrough,
    };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): StackedModel {
    const { kind, members, finalEstimator, classes, passthrough } = document as unknown as {
      kind: string;
      members: { name: string; model: ModelDocument; method: StackMethod }[];
      finalEstimator: ModelDocument;
      classes: Classes;
      passthrough: boolean;
    };
    return new StackedModel(kind, {
      members: members.map(({ model, ...member }) => ({ ...member, model: load(model) })),
      finalEstimator: load(finalEstimator),
      classes,
      passthrough,
    });
  }
}

/** The model of a stack whose final estimator makes such a model. */
export type FittedStackOf<Final extends Model> = StackedModel & Omit<Delegated<Final>, 'transform'>;
