import type { FittedTransformer, LoadModel, Model, ModelDocument } from '../estimator.ts';
import { type Delegated, delegate } from './delegate.ts';
import { findNamed, type Named } from './part.ts';

type FittedStep = Named<Model | 'passthrough'>;

/** Fitted steps, of which each transforms for the next. It has the methods of its last step's model: see FittedPipelineOf. */
export class PipelineModel implements Model {
  readonly kind = 'pipeline';
  readonly steps: readonly FittedStep[];

  constructor(steps: readonly FittedStep[]) {
    this.steps = steps;
    const fitted = steps.map(([, model]) => model).filter((model) => model !== 'passthrough');
    const transformers = fitted.slice(0, -1) as FittedTransformer[];
    const last = fitted.at(-1)!;
    delegate(this, last, (X) =>
      transformers.reduce<unknown>((input, one) => one.transform(input as never), X),
    );
    if (!('featureNames' in last)) return;
    Object.assign(this, {
      featureNames: (inputs?: readonly string[]) =>
        [...transformers, last as FittedTransformer].reduce((names, one) => one.featureNames(names), inputs),
    });
  }

  /** The model of the step of that name. @throws InvalidInput when there is none */
  step<Fitted extends Model = Model>(name: string): Fitted {
    return findNamed(this.steps, name) as Fitted;
  }

  toJSON(): ModelDocument {
    const steps = this.steps.map(([name, fitted]) => [
      name,
      fitted === 'passthrough' ? fitted : fitted.toJSON(),
    ]);
    return { kind: this.kind, steps };
  }

  static fromJSON({ steps }: ModelDocument, load: LoadModel): PipelineModel {
    return new PipelineModel(
      (steps as Named<ModelDocument | 'passthrough'>[]).map(([name, fitted]) => [
        name,
        fitted === 'passthrough' ? fitted : load(fitted),
      ]),
    );
  }
}

/** The model of a pipeline whose last step makes such a model. */
export type FittedPipelineOf<Last extends Model> = PipelineModel &
  Delegated<Last> &
  Pick<Last, Extract<keyof Last, 'featureNames'>>;
