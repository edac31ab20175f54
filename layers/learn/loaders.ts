import { InvalidInput } from './errors.ts';
import type { Model, ModelDocument } from './estimator.ts';
import { LinearModel } from './linear/LinearModel.ts';
import { LogisticModel } from './linear/LogisticModel.ts';
import { HistGradientBoostingClassificationModel } from './trees/boosting/HistGradientBoostingClassificationModel.ts';
import { HistGradientBoostingRegressionModel } from './trees/boosting/HistGradientBoostingRegressionModel.ts';

/** How a model of each kind is made of its document. No trainer is imported: serving stays small. */
const loaders: Readonly<Record<string, (document: ModelDocument) => Model>> = {
  'hist-gradient-boosting-classifier': HistGradientBoostingClassificationModel.fromJSON,
  'hist-gradient-boosting-regressor': HistGradientBoostingRegressionModel.fromJSON,
  'linear-regression': LinearModel.fromJSON,
  'logistic-regression': LogisticModel.fromJSON,
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
