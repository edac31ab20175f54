import { type Dense, denseRows } from '../matrix.ts';
import { columnMoments, type Moments } from '../moments.ts';

/** The same problem in other coordinates, z = (x - centre) * inverse, in which every feature is about as long as the others. */
export interface Conditioning {
  readonly centre: Float64Array;
  /** One over the scale of each feature; 0 for a constant one, which gets no weight beside an intercept. */
  readonly inverse: Float64Array;
  /** Rows of p weights of z and an intercept, as weights and intercepts of the features as they were given. */
  restore(weights: Float64Array): { coef: Float64Array; intercept: Float64Array };
}

/**
 * Diagonal preconditioning, without which gradient descent on columns of different size takes for ever. The optimum stays
 * where it was: a centred feature only moves the intercept, which is not penalized, and the penalty is scaled along.
 *
 * @param strength λ of the penalty λ |w|² / 2
 * @param weights how often each row counts; once by default
 */
export function condition(
  X: Dense,
  strength: number,
  fitIntercept: boolean,
  weights?: Float64Array,
): Conditioning {
  const { columns } = X;
  const { means, deviations } = roughMoments(X, weights);
  const centre = fitIntercept ? means : new Float64Array(columns);
  const inverse = deviations.map((deviation, column) => {
    if (fitIntercept && deviation === 0) return 0;
    // With the penalty's share, no weight is curved more than another.
    const scale = Math.sqrt(deviation ** 2 + (means[column]! - centre[column]!) ** 2 + 4 * strength);
    return scale === 0 ? 0 : 1 / scale;
  });
  return {
    centre,
    inverse,
    restore: (solution) => {
      const outputs = solution.length / (columns + 1);
      const coef = new Float64Array(outputs * columns);
      const intercept = new Float64Array(outputs);
      for (let output = 0; output < outputs; output++) {
        const start = output * (columns + 1);
        intercept[output] = solution[start + columns]!;
        for (let column = 0; column < columns; column++) {
          const weight = solution[start + column]! * inverse[column]!;
          coef[output * columns + column] = weight;
          intercept[output]! -= weight * centre[column]!;
        }
      }
      return { coef, intercept };
    },
  };
}

const sampled = 4096;

/** Moments of a sample of rows, which are near enough where it shows that no column is constant. */
function roughMoments(X: Dense, weights: Float64Array | undefined): Moments {
  if (!weights && X.rows > 4 * sampled) {
    const step = X.rows / sampled;
    const rough = columnMoments(
      denseRows(
        X,
        Int32Array.from({ length: sampled }, (_, index) => Math.floor(index * step)),
      ),
    );
    if (rough.deviations.every((deviation) => deviation > 0 && deviation < Number.POSITIVE_INFINITY))
      return rough;
  }
  return columnMoments(X, weights);
}
