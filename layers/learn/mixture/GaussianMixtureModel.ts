import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkFinite, checkWidth } from '../checkData.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import { likeliest } from '../likeliest.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { type CovarianceType, covarianceTypes } from './covarianceTypes.ts';
import { LogDensities, type Mixture } from './logDensities.ts';

export interface MixtureFit extends Mixture {
  /** Whether the lower bound stopped to rise before the rounds ended. */
  readonly converged: boolean;
  readonly nIter: number;
  /** Mean log likelihood of a row, before the last maximization. */
  readonly lowerBound: number;
}

/** The model of a GaussianMixture. */
export class GaussianMixtureModel implements Model, MixtureFit {
  readonly kind = 'gaussian-mixture';
  readonly covarianceType: CovarianceType;
  readonly weights: Float64Array;
  readonly means: Dense;
  readonly covariances: Dense;
  readonly converged: boolean;
  readonly nIter: number;
  readonly lowerBound: number;
  private readonly densities: LogDensities;

  constructor(fit: MixtureFit) {
    this.covarianceType = fit.covarianceType;
    this.weights = fit.weights;
    this.means = fit.means;
    this.covariances = fit.covariances;
    this.converged = fit.converged;
    this.nIter = fit.nIter;
    this.lowerBound = fit.lowerBound;
    this.densities = new LogDensities(fit);
  }

  /** The likeliest component of each row. */
  predict(X: Features): Int32Array {
    return likeliest(this.evaluate(X).logs);
  }

  /** n × k: how probable it is that a row is of each component. */
  predictProba(X: Features): Dense {
    const { logs, totals } = this.evaluate(X);
    const { rows, columns, data } = logs;
    return { rows, columns, data: data.map((log, at) => Math.exp(log - totals[Math.floor(at / columns)]!)) };
  }

  /** The logarithm of the density at each row. */
  scoreSamples(X: Features): Float64Array {
    return this.evaluate(X).totals;
  }

  /** The mean of scoreSamples. */
  score(X: Features): number {
    const totals = this.scoreSamples(X);
    return totals.reduce((sum, log) => sum + log, 0) / totals.length;
  }

  /** Bayesian information criterion: the lower, the better the number of components fits. */
  bic(X: Features): number {
    const totals = this.scoreSamples(X);
    return this.freedom() * Math.log(totals.length) - 2 * totals.reduce((sum, log) => sum + log, 0);
  }

  /** Akaike's information criterion. */
  aic(X: Features): number {
    return 2 * this.freedom() - 2 * this.scoreSamples(X).reduce((sum, log) => sum + log, 0);
  }

  toJSON(): ModelDocument {
    const { kind, covarianceType, weights, means, covariances, converged, nIter, lowerBound } = this;
    return {
      kind,
      covarianceType,
      weights: [...weights],
      means: packDense(means),
      covariances: packDense(covariances),
      converged,
      nIter,
      lowerBound,
    };
  }

  static fromJSON(document: ModelDocument): GaussianMixtureModel {
    return new GaussianMixtureModel({
      ...(document as unknown as MixtureFit),
      weights: Float64Array.from(document.weights as number[]),
      means: unpackDense(document.means as PackedDense),
      covariances: unpackDense(document.covariances as PackedDense),
    });
  }

  private freedom(): number {
    const { rows: k, columns: p } = this.means;
    return covarianceTypes[this.covarianceType].freedom(k, p) + k * p + k - 1;
  }

  private evaluate(features: Features): { readonly logs: Dense; readonly totals: Float64Array } {
    const X = toDense(features);
    checkWidth(X, this.means.columns);
    checkFinite(X);
    const k = this.means.rows;
    const data = new Float64Array(X.rows * k);
    const totals = new Float64Array(X.rows);
    for (let row = 0; row < X.rows; row++)
      totals[row] = this.densities.write(X.data, row * X.columns, data, row * k);
    return { logs: { rows: X.rows, columns: k, data }, totals };
  }
}
