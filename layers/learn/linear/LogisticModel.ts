import { checkFinite, checkWidth } from '../checkData.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import { decodeLabels, type Labels } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { sigmoid } from './sigmoid.ts';

/** Weights and intercepts of a logistic regression: one row for two classes, of which it gives the second, else one for each class. */
export class LogisticModel implements ProbabilisticModel {
  readonly kind = 'logistic-regression';
  readonly classes: Classes;
  /** 1 × p for two classes, k × p for more. */
  readonly coef: Dense;
  readonly intercept: Float64Array;

  constructor(classes: Classes, coef: Dense, intercept: Float64Array) {
    this.classes = classes;
    this.coef = coef;
    // Not -0, which JSON does not know.
    this.intercept = intercept.map((value) => value + 0);
  }

  predict(X: Features): Labels {
    const { rows, columns, data } = this.predictProba(X);
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      for (let code = 1; code < columns; code++) {
        if (data[row * columns + code]! > data[row * columns + codes[row]!]!) codes[row] = code;
      }
    }
    return decodeLabels(codes, this.classes);
  }

  predictProba(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.coef.columns);
    const data = new Float64Array(X.rows * 2);
    for (let row = 0; row < X.rows; row++) {
      let sum = this.intercept[0]!;
      const start = row * X.columns;
      for (let column = 0; column < X.columns; column++)
        sum += X.data[start + column]! * this.coef.data[column]!;
      // Only then can an input be to blame, so that the common case costs nothing.
      if (!Number.isFinite(sum)) checkFinite(X);
      data[2 * row + 1] = sigmoid(sum);
      data[2 * row] = 1 - data[2 * row + 1]!;
    }
    return { rows: X.rows, columns: 2, data };
  }

  toJSON(): ModelDocument {
    const { kind, classes, coef, intercept } = this;
    const { rows, columns } = coef;
    return { kind, classes, coef: { rows, columns, data: [...coef.data] }, intercept: [...intercept] };
  }

  static fromJSON(document: ModelDocument): LogisticModel {
    const { classes, coef, intercept } = document as unknown as {
      classes: Classes;
      coef: { rows: number; columns: number; data: number[] };
      intercept: number[];
    };
    return new LogisticModel(
      classes,
      { ...coef, data: Float64Array.from(coef.data) },
      Float64Array.from(intercept),
    );
  }
}
