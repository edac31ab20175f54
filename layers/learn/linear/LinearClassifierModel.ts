import { checkFinite, checkWidth } from '../checkData.ts';
import type { Classes, ClassificationModel, ModelDocument } from '../estimator.ts';
import { decodeLabels, type Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';

/** What the fit of a linear classifier gives. */
export interface LinearSolution {
  readonly classes: Classes;
  /** 1 × p for two classes, of which it gives the second, k × p for more. */
  readonly coef: Dense;
  /** As many as `coef` has rows. */
  readonly intercept: Float64Array;
  /** Rounds taken; the most of them, where each class has its own. */
  readonly nIter: number;
}

/** Weights and intercepts: the model of every linear classifier. */
export class LinearClassifierModel implements ClassificationModel, LinearSolution {
  readonly kind: string;
  readonly classes: Classes;
  readonly coef: Dense;
  readonly intercept: Float64Array;
  readonly nIter: number;

  constructor(kind: string, { classes, coef, intercept, nIter }: LinearSolution) {
    this.kind = kind;
    this.classes = classes;
    // Not -0, which JSON does not know.
    this.coef = { ...coef, data: coef.data.map((value) => value + 0) };
    this.intercept = intercept.map((value) => value + 0);
    this.nIter = nIter;
  }

  /** How far each row lies on a class's side: n × 1 for two classes, above 0 for the second, n × k for more. */
  decisionFunction(features: Features): Dense {
    const X = toDense(features);
    const { rows: outputs, columns, data: coef } = this.coef;
    checkWidth(X, columns);
    const data = new Float64Array(X.rows * outputs);
    for (let row = 0; row < X.rows; row++) {
      const start = row * columns;
      for (let output = 0; output < outputs; output++) {
        const offset = output * columns;
        let sum = this.intercept[output]!;
        for (let column = 0; column < columns; column++)
          sum += X.data[start + column]! * coef[offset + column]!;
        // Only then can an input be to blame, so that the common case costs nothing.
        if (!Number.isFinite(sum)) checkFinite(X);
        data[row * outputs + output] = sum;
      }
    }
    return { rows: X.rows, columns: outputs, data };
  }

  predict(features: Features): Labels {
    const scores = this.decisionFunction(features);
    if (scores.columns > 1) return likeliestLabels(scores, this.classes);
    return decodeLabels(
      scores.data.map((score) => Number(score > 0)),
      this.classes,
    );
  }

  toJSON(): ModelDocument {
    const { kind, classes, coef, intercept, nIter } = this;
    const { rows, columns, data } = coef;
    return { kind, classes, coef: { rows, columns, data: [...data] }, intercept: [...intercept], nIter };
  }

  static fromJSON(document: ModelDocument): LinearClassifierModel {
    return new LinearClassifierModel(document.kind, solutionOf(document));
  }
}

export function solutionOf(document: ModelDocument): LinearSolution {
  const { classes, coef, intercept, nIter } = document as unknown as {
    classes: Classes;
    coef: { rows: number; columns: number; data: number[] };
    intercept: number[];
    nIter: number;
  };
  return {
    classes,
    coef: { ...coef, data: Float64Array.from(coef.data) },
    intercept: Float64Array.from(intercept),
    nIter,
  };
}
