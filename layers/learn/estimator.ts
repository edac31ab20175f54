import type { Labels, LabelsLike } from './labels.ts';
import type { Dense, Features } from './matrix.ts';
import type { WorkerPool } from './parallel/WorkerPool.ts';
import type { Progress } from './steps.ts';

export type EstimatorType =
  | 'classifier'
  | 'regressor'
  | 'clusterer'
  | 'outlier-detector'
  | 'embedding'
  | 'transformer';

/** What may accompany any fit. */
export interface FitOptions {
  /** n weights, not negative; all the same by default. An estimator that cannot use them refuses them. */
  readonly sampleWeight?: ArrayLike<number>;
  /** Called after each round of an iterative estimator. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the fit between two rounds by throwing its reason. */
  readonly signal?: AbortSignal;
  /** Workers that share the load of a large fit; the model is the same to the byte without them. */
  readonly pool?: WorkerPool;
}

/**
 * Keeps parameters only: `fit` validates them and gives a new, immutable model, so that "not fitted" cannot happen.
 * The same seed gives the same model, to the byte.
 */
interface Fitting {
  /** The class's name in kebab case, which is also the spec's: `random-forest-classifier`. */
  readonly kind: string;
  readonly type: EstimatorType;
  /** Every parameter, defaults included. */
  readonly params: Parameters;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface Regressor extends Fitting {
  readonly type: 'regressor';
  /**
   * @param X n × p
   * @param y n numbers
   * @throws InvalidInput when the data cannot be learned from, or a parameter is out of its range
   */
  fit(X: Features, y: ArrayLike<number>, options?: FitOptions): RegressionModel;
}

export interface Classifier extends Fitting {
  readonly type: 'classifier';
  /**
   * @param X n × p
   * @param y n labels of two classes or more
   * @throws InvalidInput when the data cannot be learned from, or a parameter is out of its range
   */
  fit(X: Features, y: LabelsLike, options?: FitOptions): ClassificationModel;
}

/** A classifier of which every model gives probabilities. */
export interface ProbabilisticClassifier extends Classifier {
  fit(X: Features, y: LabelsLike, options?: FitOptions): ProbabilisticModel;
}

/** Clusterers, outlier detectors and embeddings: what they learn from has no target. */
export interface Unsupervised extends Fitting {
  readonly type: 'clusterer' | 'outlier-detector' | 'embedding';
  fit(X: Features, y?: undefined, options?: FitOptions): Model;
}

export interface Transformer<Input = Features> extends Fitting {
  readonly type: 'transformer';
  /** @param y the target, for those that look at it */
  fit(X: Input, y?: LabelsLike, options?: FitOptions): FittedTransformer<Input>;
}

export type Estimator = Regressor | Classifier | Unsupervised;

export interface Model {
  readonly kind: string;
  /** Plain JSON from which the loader of its kind makes an equal one, without running code of it. */
  toJSON(): ModelDocument;
}

export interface RegressionModel extends Model {
  /** n numbers. @throws InvalidInput when rows have another width than the model was fitted to, or a value it cannot take */
  predict(X: Features): Float64Array;
}

export interface ClassificationModel extends Model {
  /** In order: numbers by size, text by code unit. */
  readonly classes: Classes;
  /** The label of each of n rows, of the type that the model was fitted to. @throws InvalidInput as RegressionModel's */
  predict(X: Features): Labels;
}

export type Classes = readonly number[] | readonly string[];

export interface ProbabilisticModel extends ClassificationModel {
  /** n × k, the columns in the order of `classes`; each row sums to 1. */
  predictProba(X: Features): Dense;
}

export interface FittedTransformer<Input = Features> extends Model {
  /** n × q. @throws InvalidInput when the input is not as the one it was fitted to */
  transform(X: Input): Dense;
  /** Names of the q columns, as scikit-learn's get_feature_names_out; the inputs are x0, x1 … unless named. */
  featureNames(inputs?: readonly string[]): string[];
}

export interface ModelDocument {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** Makes a model of a document: what a model that holds others asks for in its `fromJSON`. */
export type LoadModel = <Loaded extends Model = Model>(document: ModelDocument) => Loaded;
