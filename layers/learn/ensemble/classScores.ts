import { InvalidInput } from '../errors.ts';
import type { Classes, ClassificationModel, Model, ProbabilisticModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';

/** Decision values of n rows: a column for two classes, else one for each. */
export interface DecidingModel extends ClassificationModel {
  decisionFunction(X: Features): Dense | Float64Array;
}

export function isProbabilistic(model: Model): model is ProbabilisticModel {
  return 'predictProba' in model;
}

/** Where the classes of a member stand among those of the ensemble, of which rows of no weight may have hidden some. */
export function placesOf(own: Classes, all: Classes): Int32Array {
  const places = new Map((all as readonly unknown[]).map((label, place) => [label, place]));
  return Int32Array.from(own as readonly unknown[], (label) => {
    const place = places.get(label);
    if (place !== undefined) return place;
    throw new InvalidInput(
      `a member knows the class ${JSON.stringify(label)}, which the target does not have`,
    );
  });
}

/** Probabilities with a column for each of all classes, 0 for those that the member does not know. */
export function probabilitiesOf(model: ProbabilisticModel, X: Features, classes: Classes): Dense {
  const own = model.predictProba(X);
  const places = placesOf(model.classes, classes);
  if (places.length === classes.length) return own;
  const data = new Float64Array(own.rows * classes.length);
  for (let row = 0; row < own.rows; row++)
    for (const [column, place] of places.entries())
      data[row * classes.length + place] = own.data[row * own.columns + column]!;
  return { rows: own.rows, columns: classes.length, data };
}

/** The codes of predicted labels among the classes. */
export function predictedCodes(model: ClassificationModel, X: Features, classes: Classes): Int32Array {
  const codes = new Map((classes as readonly unknown[]).map((label, code) => [label, code]));
  return Int32Array.from(model.predict(X) as ArrayLike<unknown>, (label) => codes.get(label)!);
}

/** Probabilities, or 1 for the class that is predicted. */
export function votesOf(model: ClassificationModel, X: Features, classes: Classes): Dense {
  if (isProbabilistic(model)) return probabilitiesOf(model, X, classes);
  const codes = predictedCodes(model, X, classes);
  const data = new Float64Array(codes.length * classes.length);
  for (const [row, code] of codes.entries()) data[row * classes.length + code] = 1;
  return { rows: codes.length, columns: classes.length, data };
}
