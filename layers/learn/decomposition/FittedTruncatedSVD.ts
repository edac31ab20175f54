import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkWidth } from '../checkData.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, isSparse, toDense } from '../matrix.ts';
import { checkFiniteEntries, times } from './operator.ts';
import { unproject } from './projection.ts';

export interface SingularDirections {
  /** q × p: right singular vectors, a row each. */
  readonly components: Dense;
  /** Of the transformed rows. */
  readonly explainedVariance: Float64Array;
  /** The same as a share of the variance of all columns. */
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
}

const lists = ['explainedVariance', 'explainedVarianceRatio', 'singularValues'] as const;

/** Singular directions of the data that a TruncatedSVD was fitted to. */
export class FittedTruncatedSVD implements FittedTransformer, SingularDirections {
  readonly kind = 'truncated-svd';
  readonly components: Dense;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  /** p × q, as sparse rows need them. */
  private readonly turned: Dense;

  constructor(fitted: SingularDirections) {
    this.components = fitted.components;
    this.explainedVariance = fitted.explainedVariance;
    this.explainedVarianceRatio = fitted.explainedVarianceRatio;
    this.singularValues = fitted.singularValues;
    this.turned = turn(fitted.components);
  }

  /** Sparse rows are not made dense. */
  transform(features: Features): Dense {
    const X = isSparse(features) ? features : toDense(features);
    checkWidth(X, this.components.columns);
    checkFiniteEntries(X);
    return times(X, this.turned);
  }

  /** The nearest rows of p columns that have these components. */
  inverseTransform(Z: Features): Dense {
    return unproject(toDense(Z), this.components);
  }

  featureNames(): string[] {
    return Array.from({ length: this.components.rows }, (_, index) => `truncatedsvd${index}`);
  }

  toJSON(): ModelDocument {
    const numbers = Object.fromEntries(lists.map((name) => [name, [...this[name]]]));
    return { kind: this.kind, components: packDense(this.components), ...numbers };
  }

  static fromJSON(document: ModelDocument): FittedTruncatedSVD {
    const numbers = Object.fromEntries(
      lists.map((name) => [name, Float64Array.from(document[name] as number[])]),
    );
    return new FittedTruncatedSVD({
      ...(numbers as unknown as SingularDirections),
      components: unpackDense(document.components as PackedDense),
    });
  }
}

export function turn({ rows, columns, data }: Dense): Dense {
  const turned = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++)
    turned[(at % columns) * rows + Math.floor(at / columns)] = data[at]!;
  return { rows: columns, columns: rows, data: turned };
}
