import { InvalidInput } from './errors.ts';
import type { Model, ModelDocument } from './estimator.ts';
import { LinearModel } from './linear/LinearModel.ts';
import { LogisticModel } from './linear/LogisticModel.ts';
import { IsolationForestModel } from './trees/IsolationForestModel.ts';
import { TreeClassifierModel } from './trees/TreeClassifierModel.ts';
import { TreeRegressorModel } from './trees/TreeRegressorModel.ts';

/** How a model of each kind is made of its document. No trainer is imported: serving stays small. */
const loaders: Readonly<Record<string, (document: ModelDocument) => Model>> = {
  'decision-tree-classifier': TreeClassifierModel.fromJSON,
  'decision-tree-regressor': TreeRegressorModel.fromJSON,
  'extra-trees-classifier': TreeClassifierModel.fromJSON,
  'extra-trees-regressor': TreeRegressorModel.fromJSON,
  'isolation-forest': IsolationForestModel.fromJSON,
  'linear-regression': LinearModel.fromJSON,
  'logistic-regression': LogisticModel.fromJSON,
  'random-forest-classifier': TreeClassifierModel.fromJSON,
  'random-forest-regressor': TreeRegressorModel.fromJSON,
};

/** Loads a model from its document; runs no code of it. @throws InvalidInput when this version does not know its kind */
export function loadModel<Loaded extends Model = Model>(document: ModelDocument): Loaded {
  const load = Object.hasOwn(loaders, document.kind) ? loaders[document.kind] : undefined;
  if (!load)
    throw new InvalidInput(
      `a model of kind ${JSON.stringify(document.kind)} cannot be loaded: use a newer version`,
    );
  return load(document) as Loaded;
}
