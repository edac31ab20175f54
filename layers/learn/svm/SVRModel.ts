import type { ModelDocument, RegressionModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';
import { DecisionFunctions, type KernelSum } from './DecisionFunctions.ts';
import { SupportVectors, type SupportVectorsDocument } from './SupportVectors.ts';

/** Σ coefficient × kernel + intercept. */
export class SVRModel implements RegressionModel {
  readonly kind = 'svr';
  readonly intercept: number;
  /** Steps taken. */
  readonly nIter: number;
  readonly #vectors: SupportVectors;
  readonly #functions: DecisionFunctions;

  constructor(vectors: SupportVectors, intercept: number, nIter: number) {
    this.#vectors = vectors;
    // Not -0, which JSON does not know.
    this.intercept = intercept + 0;
    this.nIter = nIter;
    this.#functions = new DecisionFunctions(vectors, [sumOf(vectors)], [this.intercept]);
  }

  /** Positions of the support vectors in the training data. */
  get support(): Int32Array {
    return this.#vectors.support;
  }

  get supportVectors(): Dense {
    return this.#vectors.vectors;
  }

  /** A coefficient for each support vector. */
  get dualCoef(): Float64Array {
    return this.#vectors.dualCoef.data;
  }

  /** Weights of the features, of the linear kernel. */
  get coef(): Float64Array | undefined {
    return this.#functions.coef?.data;
  }

  get nSupport(): number {
    return this.support.length;
  }

  predict(X: Features): Float64Array {
    return this.#functions.evaluate(X).data;
  }

  toJSON(): ModelDocument {
    const { kind, intercept, nIter } = this;
    return { kind, ...this.#vectors.toJSON(), intercept, nIter };
  }

  static fromJSON({ kind: _, intercept, nIter, ...vectors }: ModelDocument): SVRModel {
    return new SVRModel(
      SupportVectors.fromJSON(vectors as unknown as SupportVectorsDocument),
      intercept as number,
      nIter as number,
    );
  }
}

/** All vectors with their only coefficient. */
export function sumOf({ support }: SupportVectors): KernelSum[] {
  return [{ start: 0, end: support.length, row: 0 }];
}
