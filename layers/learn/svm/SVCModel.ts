import type { Classes, ClassificationModel, ModelDocument } from '../estimator.ts';
import { decodeLabels, type Labels } from '../labels.ts';
import type { Dense, Features } from '../matrix.ts';
import { DecisionFunctions, type KernelSum } from './DecisionFunctions.ts';
import { compareWithRest, voteOf } from './pairVotes.ts';
import { SupportVectors, type SupportVectorsDocument } from './SupportVectors.ts';

export interface SVCSettings {
  readonly classes: Classes;
  /** Support vectors of each class, which come class by class. */
  readonly nSupport: readonly number[];
  /** Of each pair of classes. */
  readonly intercept: readonly number[];
  /** Steps taken for each pair of classes. */
  readonly nIter: readonly number[];
  readonly decisionFunctionShape: 'ovr' | 'ovo';
  readonly breakTies: boolean;
}

/**
 * A decision function for each pair of classes, and the vote of them all. Signs and places of the coefficients are scikit-learn's: a
 * vector of class i has that of the pair (i, j) in row j - 1 where j > i, else in row j; functions above 0 speak for the first
 * class of a pair, but the only one of two classes for the second.
 */
export class SVCModel implements ClassificationModel {
  readonly kind = 'svc';
  readonly settings: SVCSettings;
  readonly #vectors: SupportVectors;
  readonly #functions: DecisionFunctions;

  constructor(vectors: SupportVectors, settings: SVCSettings) {
    // Not -0, which JSON does not know.
    this.settings = { ...settings, intercept: settings.intercept.map((value) => value + 0) };
    this.#vectors = vectors;
    this.#functions = new DecisionFunctions(vectors, sumsOfPairs(settings.nSupport), this.intercept);
  }

  get classes(): Classes {
    return this.settings.classes;
  }

  /** Positions of the support vectors in the training data. */
  get support(): Int32Array {
    return this.#vectors.support;
  }

  get supportVectors(): Dense {
    return this.#vectors.vectors;
  }

  /** Of each class. */
  get nSupport(): readonly number[] {
    return this.settings.nSupport;
  }

  /** (k - 1) × as many as there are support vectors. */
  get dualCoef(): Dense {
    return this.#vectors.dualCoef;
  }

  /** A row of weights for each pair of classes, of the linear kernel. */
  get coef(): Dense | undefined {
    return this.#functions.coef;
  }

  /** Of each pair of classes. */
  get intercept(): readonly number[] {
    return this.settings.intercept;
  }

  /** Steps taken for each pair of classes. */
  get nIter(): readonly number[] {
    return this.settings.nIter;
  }

  /** n × 1 for two classes, above 0 for the second; for more n × k, or of the shape 'ovo' a column for each pair of classes. */
  decisionFunction(X: Features): Dense {
    const scores = this.pairScores(X);
    const { classes, decisionFunctionShape } = this.settings;
    const isPlain = decisionFunctionShape === 'ovo' || classes.length === 2;
    return isPlain ? scores : compareWithRest(scores, classes.length);
  }

  predict(X: Features): Labels {
    const { classes, breakTies } = this.settings;
    const k = classes.length;
    const scores = breakTies && k > 2 ? this.decisionFunction(X) : this.pairScores(X);
    const { rows, columns, data } = scores;
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const own = data.subarray(row * columns, (row + 1) * columns);
      if (k === 2) codes[row] = Number(own[0]! >= 0);
      else codes[row] = breakTies ? largest(own) : voteOf(own, k);
    }
    return decodeLabels(codes, classes);
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, ...this.settings, ...this.#vectors.toJSON() };
  }

  static fromJSON(document: ModelDocument): SVCModel {
    return new SVCModel(...partsOf(document));
  }

  /** Of each pair of classes. */
  protected pairScores(X: Features): Dense {
    return this.#functions.evaluate(X);
  }
}

export function partsOf(document: ModelDocument): [SupportVectors, SVCSettings] {
  const { classes, nSupport, intercept, nIter, decisionFunctionShape, breakTies, ...rest } =
    document as unknown as SVCSettings & SupportVectorsDocument;
  const { kernel, gamma, degree, coef0, support, columns, vectors, dualCoef } = rest;
  return [
    SupportVectors.fromJSON({ kernel, gamma, degree, coef0, support, columns, vectors, dualCoef }),
    { classes, nSupport, intercept, nIter, decisionFunctionShape, breakTies },
  ];
}

/** The sums that make up the function of each pair of classes. */
export function sumsOfPairs(nSupport: readonly number[]): KernelSum[][] {
  const starts = nSupport.map((_, code) => nSupport.slice(0, code).reduce((sum, count) => sum + count, 0));
  const part = (code: number, row: number) => ({
    start: starts[code]!,
    end: starts[code]! + nSupport[code]!,
    row,
  });
  return nSupport.flatMap((_, first) =>
    nSupport.slice(first + 1).map((__, index) => {
      const second = first + 1 + index;
      return [part(first, second - 1), part(second, first)];
    }),
  );
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
