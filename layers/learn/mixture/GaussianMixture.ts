import { inverse, Matrix } from 'ml-matrix';
import { checkFeatures, checkFinite, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Unsupervised } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { type Check, checkParameters, count, nonNegative, oneOf, orNull, seed } from '../parameters.ts';
import { seededRandom } from '../random.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type CovarianceType, covarianceTypes } from './covarianceTypes.ts';
import { GaussianMixtureModel, type MixtureFit } from './GaussianMixtureModel.ts';
import { LogDensities, type Mixture } from './logDensities.ts';
import { maximize } from './maximization.ts';
import { type InitParams, startingShares } from './startingShares.ts';

export interface GaussianMixtureOptions {
  /** @default 1 */
  readonly nComponents?: number;
  /** @default 'full' */
  readonly covarianceType?: CovarianceType;
  /** Ends when the lower bound rises by less. @default 1e-3 */
  readonly tol?: number;
  /** Added to every variance, so that none becomes 0. @default 1e-6 */
  readonly regCovar?: number;
  /** Rounds at most. @default 100 */
  readonly maxIter?: number;
  /** Runs with other first components, of which the likeliest stays. @default 1 */
  readonly nInit?: number;
  /** How first components are found. @default 'kmeans' */
  readonly initParams?: InitParams;
  /** First shares of the components, in place of those found. @default null */
  readonly weightsInit?: ArrayLike<number> | null;
  /** First means: k rows of p. @default null */
  readonly meansInit?: Features | null;
  /** Inverses of the first covariances, of their shape. @default null */
  readonly precisionsInit?: Features | null;
  /** @default 0 */
  readonly seed?: number;
}

type Params = Readonly<Required<GaussianMixtureOptions>>;

/** Looked at where the numbers of components and features are known. */
const numbers: Check = (value) =>
  typeof value === 'object' && value !== null ? undefined : 'must be an array of numbers';

/**
 * A mixture of normal distributions by expectation and maximization, as scikit-learn's GaussianMixture.
 *
 * @example new GaussianMixture({ nComponents: 3, covarianceType: 'diag' }).fit(X).predictProba(X)
 */
export class GaussianMixture implements Unsupervised {
  static readonly parameters = {
    nComponents: count,
    covarianceType: oneOf('full', 'tied', 'diag', 'spherical'),
    tol: nonNegative,
    regCovar: nonNegative,
    maxIter: count,
    nInit: count,
    initParams: oneOf('kmeans', 'k-means++', 'random', 'random_from_data'),
    weightsInit: orNull(numbers),
    meansInit: orNull(numbers),
    precisionsInit: orNull(numbers),
    seed,
  };
  readonly kind = 'gaussian-mixture';
  readonly type = 'clusterer';
  readonly params: Params;

  constructor(options: GaussianMixtureOptions = {}) {
    this.params = {
      nComponents: 1,
      covarianceType: 'full',
      tol: 1e-3,
      regCovar: 1e-6,
      maxIter: 100,
      nInit: 1,
      initParams: 'kmeans',
      weightsInit: null,
      meansInit: null,
      precisionsInit: null,
      seed: 0,
      ...options,
    };
  }

  fit(X: Features, _y?: undefined, options: FitOptions = {}): GaussianMixtureModel {
    return runSteps(this.fitSteps(X, undefined, options), options);
  }

  *fitSteps(
    features: Features,
    _y?: undefined,
    { sampleWeight }: FitOptions = {},
  ): Steps<GaussianMixtureModel> {
    const { nComponents, covarianceType, regCovar, nInit, initParams, seed } = this.params;
    checkParameters(this.kind, this.params, GaussianMixture.parameters);
    const X = toDense(features);
    checkFeatures(X);
    refuseWeights(this.kind, sampleWeight);
    if (nComponents > X.rows)
      throw new InvalidInput(
        `nComponents of ${this.kind} is ${nComponents}, but there are ${X.rows} rows: give as many rows or ask for fewer components`,
      );
    const given = givenStart(this.params, X.columns);
    const random = seededRandom(seed);
    let best: MixtureFit | undefined;
    for (let run = 0; run < nInit; run++) {
      const shares = startingShares[initParams](X, nComponents, random);
      const start = { ...maximize(X, shares, covarianceType, regCovar), ...given };
      const found: MixtureFit = yield* this.climb(X, start, run);
      if (!best || found.lowerBound > best.lowerBound) best = found;
    }
    return new GaussianMixtureModel(best!);
  }

  /** Rounds of one run. */
  private *climb(X: Dense, start: Mixture, run: number): Steps<MixtureFit> {
    const { covarianceType, tol, regCovar, maxIter, nInit } = this.params;
    const k = start.weights.length;
    const shares: Dense = { rows: X.rows, columns: k, data: new Float64Array(X.rows * k) };
    let mixture = start;
    let lowerBound = Number.NEGATIVE_INFINITY;
    for (let nIter = 1; ; nIter++) {
      const before = lowerBound;
      lowerBound = expect(X, mixture, shares);
      mixture = maximize(X, shares, covarianceType, regCovar);
      yield { done: run * maxIter + nIter, total: nInit * maxIter, loss: -lowerBound };
      const converged = Math.abs(lowerBound - before) < tol;
      if (converged || nIter === maxIter) return { ...mixture, converged, nIter, lowerBound };
    }
  }
}

/** Writes the share of each row in each component. @returns the mean log likelihood of a row */
function expect(X: Dense, mixture: Mixture, { columns: k, data }: Dense): number {
  const densities = new LogDensities(mixture);
  let total = 0;
  for (let row = 0; row < X.rows; row++) {
    const place = row * k;
    const log = densities.write(X.data, row * X.columns, data, place);
    for (let component = place; component < place + k; component++)
      data[component] = Math.exp(data[component]! - log);
    total += log;
  }
  return total / X.rows;
}

/** What of the first mixture is given. @throws InvalidInput for arrays of another shape, and shares that do not sum to 1 */
function givenStart(
  { nComponents: k, covarianceType, weightsInit, meansInit, precisionsInit }: Params,
  p: number,
): Partial<Mixture> {
  const given: { -readonly [Key in keyof Mixture]?: Mixture[Key] } = {};
  if (weightsInit) {
    const weights = Float64Array.from(weightsInit);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (weights.length !== k || !weights.every((weight) => weight >= 0) || !(Math.abs(sum - 1) < 1e-8))
      throw new InvalidInput(`weightsInit must be ${k} numbers of 0 or more that sum to 1, not [${weights}]`);
    given.weights = weights;
  }
  if (meansInit) given.means = shaped('meansInit', meansInit, k, p);
  if (precisionsInit) {
    const [rows, columns] = covarianceTypes[covarianceType].shape(k, p);
    const precisions = shaped('precisionsInit', precisionsInit, rows, columns);
    const isWhole = covarianceType === 'full' || covarianceType === 'tied';
    given.covariances = isWhole
      ? inverseOfEach(precisions)
      : { ...precisions, data: precisions.data.map((value) => 1 / value) };
  }
  return given;
}

function shaped(name: string, values: Features, rows: number, columns: number): Dense {
  const dense = toDense(values);
  if (dense.rows !== rows || dense.columns !== columns)
    throw new InvalidInput(
      `${name} must be ${rows} rows of ${columns} numbers, not ${dense.rows} of ${dense.columns}`,
    );
  checkFinite(dense);
  return { ...dense, data: dense.data.slice() };
}

/** Of square matrices below each other. */
function inverseOfEach({ rows, columns: p, data }: Dense): Dense {
  const inverses = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += p * p)
    inverses.set(
      inverse(Matrix.from1DArray(p, p, data.subarray(start, start + p * p)), true).to1DArray(),
      start,
    );
  return { rows, columns: p, data: inverses };
}
