import { checkFeatures } from '../checkData.ts';
import { type Dense, denseRows } from '../matrix.ts';
import { seededRandom } from '../random.ts';
import type { Conditioning } from './conditioning.ts';
import { LinearLossSums } from './LinearLossSums.ts';
import { SoftmaxLossSums } from './SoftmaxLossSums.ts';

export interface LabelledRows {
  readonly X: Dense;
  /** The class of each row. */
  readonly codes: Int32Array;
  readonly classes: number;
  /** How often each row counts; once without. */
  readonly weights: Float64Array | undefined;
}

/** Sums over all rows. */
export interface LossSums {
  /**
   * Σ w log loss, whose gradient it writes.
   *
   * @param solution p weights of the features less their centre and an intercept, for each output
   */
  sum(solution: Float64Array, gradient: Float64Array): number;
}

/** Strengths of the penalty l1 |w|₁ + l2 |w|² / 2. */
export interface Strengths {
  readonly l1: number;
  readonly l2: number;
}

/**
 * Mean log loss and its penalty, as a function of the weights of conditioned features: for two classes one row of p weights and an
 * intercept, for more a row for each (softmax). The L1 penalty is left to who minimizes it.
 */
export class LogLoss {
  readonly data: LabelledRows;
  readonly outputs: number;
  readonly conditioning: Conditioning;
  /** Number of weights. */
  readonly size: number;
  /** Strength of both penalties on each weight. */
  readonly l1: Float64Array;
  readonly l2: Float64Array;
  /** Σ of the rows' weights. */
  readonly total: number;
  private sums: LossSums | undefined;
  private readonly fitIntercept: boolean;
  private readonly strengths: Strengths;

  constructor(data: LabelledRows, conditioning: Conditioning, strengths: Strengths, fitIntercept: boolean) {
    const { X, classes, weights } = data;
    this.data = data;
    this.conditioning = conditioning;
    this.strengths = strengths;
    this.fitIntercept = fitIntercept;
    this.outputs = classes === 2 ? 1 : classes;
    this.size = this.outputs * (X.columns + 1);
    this.total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : X.rows;
    const { inverse } = conditioning;
    const onEach = (of: (scale: number) => number) =>
      Float64Array.from({ length: this.size }, (_, index) => {
        const column = index % (X.columns + 1);
        return column === X.columns ? 0 : of(inverse[column]!);
      });
    this.l1 = onEach((scale) => strengths.l1 * scale);
    this.l2 = onEach((scale) => strengths.l2 * scale * scale);
  }

  /** The same of some rows. */
  part(rows: Int32Array): LogLoss {
    const { X, codes, classes, weights } = this.data;
    const pick = <Values extends Int32Array | Float64Array>(values: Values) =>
      values.constructor === Int32Array
        ? Int32Array.from(rows, (row) => values[row]!)
        : Float64Array.from(rows, (row) => values[row]!);
    return new LogLoss(
      {
        X: denseRows(X, rows),
        codes: pick(codes) as Int32Array,
        classes,
        weights: weights && (pick(weights) as Float64Array),
      },
      this.conditioning,
      this.strengths,
      this.fitIntercept,
    );
  }

  /** The loss, without the L1 penalty; writes its gradient. @throws InvalidInput for features that are not finite */
  evaluate(solution: Float64Array, gradient: Float64Array): number {
    const { data, outputs, total, l2, conditioning, fitIntercept } = this;
    const { columns } = data.X;
    const width = columns + 1;
    const { inverse, centre } = conditioning;
    const scaled = solution.map((weight, index) =>
      index % width === columns ? weight : weight * inverse[index % width]!,
    );
    this.sums ??=
      outputs === 1
        ? new LinearLossSums('log', { ...data, targets: data.codes }, centre)
        : new SoftmaxLossSums(data, centre);
    let loss = this.sums.sum(scaled, gradient) / total;
    // Every row was looked at.
    if (!Number.isFinite(loss)) checkFeatures(data.X);
    for (let index = 0; index < solution.length; index++) {
      const column = index % width;
      const weight = solution[index]!;
      if (column === columns) gradient[index] = fitIntercept ? gradient[index]! / total : 0;
      else {
        gradient[index] = (gradient[index]! * inverse[column]!) / total + l2[index]! * weight;
        loss += (l2[index]! * weight * weight) / 2;
      }
    }
    return loss;
  }

  /** Upper bound of the loss's curvature: ¼ (½ of a softmax, Böhning 1992) of the largest eigenvalue of Z'Z / n, by power iteration. */
  largestCurvature(): number {
    const { X, weights } = this.data;
    const width = X.columns + 1;
    const z = new Float64Array(width);
    // A start that no data is at right angles to, as it is to all ones when columns mirror each other.
    let vector = Float64Array.from({ length: width }, seededRandom(1));
    let eigenvalue = 0;
    for (let iteration = 0; iteration < 50; iteration++) {
      const product = new Float64Array(width);
      for (let row = 0; row < X.rows; row++) {
        this.writeRow(row, z);
        let dot = 0;
        for (let column = 0; column < width; column++) dot += z[column]! * vector[column]!;
        if (weights) dot *= weights[row]!;
        for (let column = 0; column < width; column++) product[column]! += dot * z[column]!;
      }
      const norm = Math.hypot(...product) || 1;
      eigenvalue = norm / (this.total * (Math.hypot(...vector) || 1));
      vector = product.map((one) => one / norm);
    }
    // Power iteration comes from below.
    return (this.outputs === 1 ? 0.25 : 0.5) * eigenvalue * 1.05 + Math.max(...this.l2);
  }

  /** A row's conditioned features, with the 1 of the intercept. */
  writeRow(row: number, out: Float64Array): void {
    const { columns, data } = this.data.X;
    const { centre, inverse } = this.conditioning;
    const start = row * columns;
    for (let column = 0; column < columns; column++)
      out[column] = (data[start + column]! - centre[column]!) * inverse[column]!;
    out[columns] = this.fitIntercept ? 1 : 0;
  }
}
