import { checkFeatures, checkLength, weightsOf } from '../checkData.ts';
import type { FitOptions } from '../estimator.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { type ClassWeight, weighClasses } from './classWeight.ts';
import type { LinearSolution } from './LinearClassifierModel.ts';
import type { Samples, SGDSolution } from './sgd.ts';

/**
 * Solves two classes at once, and more as so many problems of one against the rest.
 *
 * @param solve finds the weights of rows whose target is 1 or -1
 */
export function* oneVersusRest(
  features: Features,
  labels: LabelsLike,
  { sampleWeight }: FitOptions,
  classWeight: ClassWeight,
  solve: (samples: Samples) => Steps<SGDSolution>,
): Steps<LinearSolution> {
  const X = toDense(features);
  checkFeatures(X);
  checkLength(X, labels.length);
  const encoded = encodeClasses(labels);
  const weights = weighClasses(encoded, classWeight, weightsOf(sampleWeight, X.rows));
  const { classes, codes } = encoded;
  const positives = classes.length === 2 ? [1] : classes.map((_, code) => code);
  const coef = {
    rows: positives.length,
    columns: X.columns,
    data: new Float64Array(positives.length * X.columns),
  };
  const intercept = new Float64Array(positives.length);
  let nIter = 0;
  for (const [index, positive] of positives.entries()) {
    const y = Float64Array.from(codes, (code) => (code === positive ? 1 : -1));
    const solution = yield* solve({ X, y, weights });
    coef.data.set(solution.coef, index * X.columns);
    intercept[index] = solution.intercept;
    nIter = Math.max(nIter, solution.nIter);
  }
  return { classes, coef, intercept, nIter };
}
