import { checkFinite, checkWidth } from '../checkData.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import type { SupportVectors } from './SupportVectors.ts';

/** Σ coefficient × kernel over the vectors from `start` up to `end`, with the coefficients of one row. */
export interface KernelSum {
  readonly start: number;
  readonly end: number;
  readonly row: number;
}

/** Sums of kernels, each with an intercept. Those of the linear kernel are weights of the features, and cost no more. */
export class DecisionFunctions {
  /** A row of weights for each function, of the linear kernel. */
  readonly coef: Dense | undefined;
  readonly #vectors: SupportVectors;
  readonly #sums: readonly (readonly KernelSum[])[];
  readonly #intercepts: readonly number[];

  constructor(
    vectors: SupportVectors,
    sums: readonly (readonly KernelSum[])[],
    intercepts: readonly number[],
  ) {
    this.#vectors = vectors;
    this.#sums = sums;
    this.#intercepts = intercepts;
    if (vectors.kernel.kernel === 'linear') this.coef = weightsOf(vectors, sums);
  }

  /** n × as many as there are functions. @throws InvalidInput for rows that do not fit */
  evaluate(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.#vectors.vectors.columns);
    checkFinite(X);
    const columns = this.#intercepts.length;
    const out = { rows: X.rows, columns, data: new Float64Array(X.rows * columns) };
    if (this.coef) this.#evaluateWeights(X, this.coef, out.data);
    else this.#evaluateKernel(X, out.data);
    return out;
  }

  #evaluateWeights(X: Dense, coef: Dense, out: Float64Array): void {
    const { rows: functions, columns } = coef;
    for (let row = 0; row < X.rows; row++) {
      for (let index = 0; index < functions; index++) {
        let sum = this.#intercepts[index]!;
        for (let column = 0; column < columns; column++)
          sum += X.data[row * columns + column]! * coef.data[index * columns + column]!;
        out[row * functions + index] = sum;
      }
    }
  }

  #evaluateKernel(X: Dense, out: Float64Array): void {
    const { rows: count, columns } = this.#vectors.vectors;
    const coefficients = this.#vectors.dualCoef.data;
    const { rows } = this.#vectors;
    for (let row = 0, place = 0; row < X.rows; row++) {
      const kernel = rows.of(X.data, row * columns);
      for (const [index, parts] of this.#sums.entries()) {
        let sum = this.#intercepts[index]!;
        for (const { start, end, row: from } of parts) {
          const offset = from * count;
          for (let vector = start; vector < end; vector++)
            sum += coefficients[offset + vector]! * kernel[vector]!;
        }
        out[place++] = sum;
      }
    }
  }
}

/**
 * Intercepts of functions that were fitted to rows less a centre, which matters to the linear kernel only. The weights are the
 * very ones that rows are multiplied with, so that their rounding cancels.
 */
export function interceptsFor(
  vectors: SupportVectors,
  sums: readonly (readonly KernelSum[])[],
  intercepts: readonly number[],
  centre: Float64Array,
): number[] {
  if (vectors.kernel.kernel !== 'linear') return [...intercepts];
  const { columns, data } = weightsOf(vectors, sums);
  return intercepts.map((intercept, index) =>
    centre.reduce((rest, mean, column) => rest - mean * data[index * columns + column]!, intercept),
  );
}

function weightsOf({ vectors, dualCoef }: SupportVectors, sums: readonly (readonly KernelSum[])[]): Dense {
  const { rows: count, columns, data } = vectors;
  const weights = new Float64Array(sums.length * columns);
  for (const [index, parts] of sums.entries()) {
    for (const { start, end, row } of parts) {
      for (let vector = start; vector < end; vector++) {
        const coefficient = dualCoef.data[row * count + vector]!;
        for (let column = 0; column < columns; column++)
          weights[index * columns + column]! += coefficient * data[vector * columns + column]!;
      }
    }
  }
  return { rows: sums.length, columns, data: weights };
}
