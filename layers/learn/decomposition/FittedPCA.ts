import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { project, unproject } from './projection.ts';

export interface PrincipalComponents {
  /** q × p: directions of the largest variance, a row each. */
  readonly components: Dense;
  /** Of the data along each component, divided by n - 1. */
  readonly explainedVariance: Float64Array;
  /** The same as a share of the variance of all columns. */
  readonly explainedVarianceRatio: Float64Array;
  /** Of the centred data. */
  readonly singularValues: Float64Array;
  readonly mean: Float64Array;
  /** The mean variance of the directions that were left out. */
  readonly noiseVariance: number;
  readonly whiten: boolean;
}

const lists = ['explainedVariance', 'explainedVarianceRatio', 'singularValues', 'mean'] as const;

/** Principal components of the data that a PCA was fitted to. */
export class FittedPCA implements FittedTransformer, PrincipalComponents {
  readonly kind = 'pca';
  readonly components: Dense;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly mean: Float64Array;
  readonly noiseVariance: number;
  readonly whiten: boolean;

  constructor(fitted: PrincipalComponents) {
    this.components = fitted.components;
    this.explainedVariance = fitted.explainedVariance;
    this.explainedVarianceRatio = fitted.explainedVarianceRatio;
    this.singularValues = fitted.singularValues;
    this.mean = fitted.mean;
    this.noiseVariance = fitted.noiseVariance;
    this.whiten = fitted.whiten;
  }

  transform(X: Features): Dense {
    const Z = project(toDense(X), this.components, this.mean);
    if (!this.whiten) return Z;
    const lengths = this.deviations();
    return { ...Z, data: Z.data.map((value, index) => value / lengths[index % Z.columns]!) };
  }

  /** The nearest rows of p columns that have these components. */
  inverseTransform(Z: Features): Dense {
    const shares = toDense(Z);
    const { rows, columns, data } = this.components;
    const lengths = this.deviations();
    const directions = this.whiten
      ? { rows, columns, data: data.map((value, index) => value * lengths[Math.floor(index / columns)]!) }
      : this.components;
    return unproject(shares, directions, this.mean);
  }

  featureNames(): string[] {
    return Array.from({ length: this.components.rows }, (_, index) => `pca${index}`);
  }

  toJSON(): ModelDocument {
    const { kind, components, noiseVariance, whiten } = this;
    const numbers = Object.fromEntries(lists.map((name) => [name, [...this[name]]]));
    return { kind, components: packDense(components), ...numbers, noiseVariance, whiten };
  }

  static fromJSON(document: ModelDocument): FittedPCA {
    const numbers = Object.fromEntries(
      lists.map((name) => [name, Float64Array.from(document[name] as number[])]),
    );
    return new FittedPCA({
      ...(document as unknown as PrincipalComponents),
      ...numbers,
      components: unpackDense(document.components as PackedDense),
    });
  }

  /** Rounding leaves some of a direction without variance; dividing by it would make it count. */
  private deviations(): Float64Array {
    return this.explainedVariance.map((variance) => Math.max(Math.sqrt(variance), Number.EPSILON));
  }
}
