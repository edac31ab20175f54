import { type DecidingModel, isProbabilistic, placesOf } from '../ensemble/classScores.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, ClassificationModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';

/** How a class stands to the others by the model: the larger, the likelier it is. */
export interface ClassScores {
  readonly code: number;
  readonly scores: Float64Array;
}

/**
 * Scores of the classes that the model knows, of two classes of the second alone: decisions, or where there are none probabilities.
 *
 * @param classes of the whole, of which the model may know a part
 */
export function uncalibratedScores(model: ClassificationModel, X: Features, classes: Classes): ClassScores[] {
  const places = placesOf(model.classes, classes);
  const columns = columnsOf(model, X);
  if (columns.length === 1) {
    const [scores] = columns as [Float64Array];
    const second = { code: places[1]!, scores };
    // One column tells of both of two classes, which are not all that there are.
    return classes.length === 2
      ? [second]
      : [{ code: places[0]!, scores: scores.map((score) => -score) }, second];
  }
  const all = columns.map((scores, index) => ({ code: places[index]!, scores }));
  return classes.length === 2 ? all.slice(1) : all;
}

/** Whether its scores are probabilities, or decisions. */
export function areProbabilities(model: ClassificationModel): boolean {
  return !isDeciding(model);
}

function columnsOf(model: ClassificationModel, X: Features): Float64Array[] {
  if (isDeciding(model)) {
    const decisions = model.decisionFunction(X);
    return decisions instanceof Float64Array ? [decisions] : separate(decisions);
  }
  if (isProbabilistic(model)) return separate(model.predictProba(X));
  throw new InvalidInput(
    `a model of kind ${model.kind} has neither decisionFunction nor predictProba, so that there is nothing to calibrate: choose another estimator`,
  );
}

function isDeciding(model: ClassificationModel): model is DecidingModel {
  return 'decisionFunction' in model;
}

function separate({ rows, columns, data }: Dense): Float64Array[] {
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!),
  );
}
