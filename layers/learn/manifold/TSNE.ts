import { checkFeatures, checkFinite, refuseWeights } from '../checkData.ts';
import { meanVariance } from '../cluster/spread.ts';
import { PCA } from '../decomposition/PCA.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import {
  anyOf,
  atLeast,
  between,
  type Check,
  checkParameters,
  count,
  nonNegative,
  oneOf,
  positive,
  seed,
} from '../parameters.ts';
import { seededRandom, standardNormal } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { affinitiesOf } from './affinities.ts';
import { embed } from './embed.ts';
import { nearestNeighbours } from './neighbours.ts';
import { TSNEModel } from './TSNEModel.ts';

export interface TSNEOptions {
  /** Other than 2 only with the method 'exact'. @default 2 */
  readonly nComponents?: number;
  /** About how many neighbours a row has; less than there are rows. @default 30 */
  readonly perplexity?: number;
  /** How much more neighbours attract each other in the first 250 rounds. @default 12 */
  readonly earlyExaggeration?: number;
  /** 'auto' is rows / earlyExaggeration / 4, and 50 at least. @default 'auto' */
  readonly learningRate?: number | 'auto';
  /** Rounds at most. @default 1000 */
  readonly maxIter?: number;
  /** Ends when the divergence has not fallen for more rounds. @default 300 */
  readonly nIterWithoutProgress?: number;
  /** Ends when the gradient is shorter. @default 1e-7 */
  readonly minGradNorm?: number;
  /** First points: principal components, at random, or n rows of them. @default 'pca' */
  readonly init?: 'pca' | 'random' | Features;
  /** Far points together, or pair by pair. @default 'barnes_hut' */
  readonly method?: 'barnes_hut' | 'exact';
  /** Seen at a smaller one, points count as one. @default 0.5 */
  readonly angle?: number;
  /** @default 0 */
  readonly seed?: number;
}

const isInit: Check = (value) =>
  typeof value === 'object' && value !== null ? undefined : oneOf('pca', 'random')(value);

/** Deviation of the first points. */
const startingWidth = 1e-4;

/**
 * Points in a plane that are neighbours where rows of the data are, by Euclidean distance; as scikit-learn's TSNE.
 *
 * @example new TSNE({ perplexity: 20 }).fit(X).embedding
 */
export class TSNE implements Unsupervised {
  static readonly parameters = {
    nComponents: count,
    perplexity: positive,
    earlyExaggeration: between(1, Number.MAX_VALUE),
    learningRate: anyOf(positive, oneOf('auto')),
    maxIter: atLeast(250),
    nIterWithoutProgress: count,
    minGradNorm: nonNegative,
    init: isInit,
    method: oneOf('barnes_hut', 'exact'),
    angle: between(0, 1),
    seed,
  };
  readonly kind = 'tsne';
  readonly type = 'embedding';
  readonly params: Readonly<Required<TSNEOptions>>;

  constructor(options: TSNEOptions = {}) {
    this.params = {
      nComponents: 2,
      perplexity: 30,
      earlyExaggeration: 12,
      learningRate: 'auto',
      maxIter: 1000,
      nIterWithoutProgress: 300,
      minGradNorm: 1e-7,
      init: 'pca',
      method: 'barnes_hut',
      angle: 0.5,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, _y?: undefined, options: FitOptions = {}): TSNEModel {
    return runSteps(this.fitSteps(X, undefined, options), options);
  }

  *fitSteps(features: Features, _y?: undefined, { sampleWeight }: FitOptions = {}): Steps<TSNEModel> {
    const { nComponents, perplexity, earlyExaggeration, method } = this.params;
    checkParameters(this.kind, this.params, TSNE.parameters);
    const X = toDense(features);
    checkFeatures(X);
    refuseWeights(this.kind, sampleWeight);
    // Of what has no finite squares there are no distances.
    meanVariance(X);
    const n = X.rows;
    if (perplexity >= n)
      throw new InvalidInput(
        `perplexity of ${this.kind} is ${perplexity}, but there are ${n} rows: it must be less, as it counts neighbours`,
      );
    if (method === 'barnes_hut' && nComponents !== 2)
      throw new InvalidInput(
        `nComponents of ${this.kind} is ${nComponents}, but barnes_hut works in 2 dimensions: choose the method 'exact'`,
      );
    const others = n - 1;
    const k = method === 'exact' ? others : Math.min(others, Math.floor(3 * perplexity + 1));
    const affinities = affinitiesOf(n, nearestNeighbours(X, k), perplexity);
    const learningRate =
      this.params.learningRate === 'auto'
        ? Math.max(n / earlyExaggeration / 4, 50)
        : this.params.learningRate;
    const found = yield* embed(affinities, this.start(X), { ...this.params, learningRate });
    return new TSNEModel({ ...found, learningRate });
  }

  private start(X: Dense): Dense {
    const { init, nComponents, seed } = this.params;
    if (init === 'random') return randomStart(X.rows, nComponents, seed);
    if (init === 'pca') return componentStart(X, nComponents);
    const given = toDense(init);
    if (given.rows !== X.rows || given.columns !== nComponents)
      throw new InvalidInput(
        `init has ${given.rows} rows of ${given.columns} numbers: give ${X.rows} of ${nComponents}`,
      );
    checkFinite(given);
    return given;
  }
}

function componentStart(X: Dense, nComponents: number): Dense {
  if (nComponents > Math.min(X.rows, X.columns))
    throw new InvalidInput(
      `${X.rows} rows of ${X.columns} features have less than ${nComponents} principal components to start from: choose init 'random'`,
    );
  const Z = new PCA({ nComponents }).fit(X).transform(X);
  let square = 0;
  for (let at = 0; at < Z.data.length; at += nComponents) square += Z.data[at]! ** 2;
  const scale = startingWidth / (Math.sqrt(square / X.rows) || 1);
  return { ...Z, data: Z.data.map((value) => value * scale) };
}

/** Normal numbers. */
function randomStart(rows: number, columns: number, seed: number): Dense {
  const random = seededRandom(seed);
  const data = Float64Array.from({ length: rows * columns }, () => startingWidth * standardNormal(random));
  return { rows, columns, data };
}
