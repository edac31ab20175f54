import { AgglomerativeModel } from './cluster/AgglomerativeModel.ts';
import { DBSCANModel } from './cluster/DBSCANModel.ts';
import { KMeansModel } from './cluster/KMeansModel.ts';
import { FittedPCA } from './decomposition/FittedPCA.ts';
import { FittedTruncatedSVD } from './decomposition/FittedTruncatedSVD.ts';
import { DiscriminantModel } from './discriminant/DiscriminantModel.ts';
import { InvalidInput } from './errors.ts';
import type { Model, ModelDocument } from './estimator.ts';
import { LinearClassifierModel } from './linear/LinearClassifierModel.ts';
import { LinearModel } from './linear/LinearModel.ts';
import { LogisticModel } from './linear/LogisticModel.ts';
import { sgdClassifierModel } from './linear/SGDProbabilisticModel.ts';
import { TSNEModel } from './manifold/TSNEModel.ts';
import { GaussianMixtureModel } from './mixture/GaussianMixtureModel.ts';

/** How a model of each kind is made of its document. No trainer is imported: serving stays small. */
const loaders: Readonly<Record<string, (document: ModelDocument) => Model>> = {
  'agglomerative-clustering': AgglomerativeModel.fromJSON,
  dbscan: DBSCANModel.fromJSON,
  'elastic-net': LinearModel.fromJSON,
  'gaussian-mixture': GaussianMixtureModel.fromJSON,
  'k-means': KMeansModel.fromJSON,
  lasso: LinearModel.fromJSON,
  'linear-discriminant-analysis': DiscriminantModel.fromJSON,
  'linear-regression': LinearModel.fromJSON,
  'linear-svc': LinearClassifierModel.fromJSON,
  'linear-svr': LinearModel.fromJSON,
  'logistic-regression': LogisticModel.fromJSON,
  'mini-batch-k-means': KMeansModel.fromJSON,
  pca: FittedPCA.fromJSON,
  ridge: LinearModel.fromJSON,
  'sgd-classifier': sgdClassifierModel,
  'sgd-regressor': LinearModel.fromJSON,
  'truncated-svd': FittedTruncatedSVD.fromJSON,
  tsne: TSNEModel.fromJSON,
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
