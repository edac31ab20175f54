import { stackColumns } from '../compose/blocks.ts';
import { within } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type {
  Classes,
  ClassificationModel,
  Model,
  ProbabilisticModel,
  RegressionModel,
} from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { type DecidingModel, placesOf, predictedCodes, probabilitiesOf } from './classScores.ts';

/** What a member says of a row, for the final estimator to learn from. */
export type StackMethod = 'predictProba' | 'decisionFunction' | 'predict';

/** In order of preference. */
const methods: readonly StackMethod[] = ['predictProba', 'decisionFunction', 'predict'];

/** @throws InvalidInput when the member has not got it */
export function methodOf(name: string, model: Model, wanted: StackMethod | 'auto'): StackMethod {
  const method = wanted === 'auto' ? methods.find((one) => one in model) : wanted;
  if (method && method in model) return method;
  throw new InvalidInput(`${name} has no ${wanted}: choose another stackMethod, or leave it out`);
}

/** A member and how it is asked. */
export interface StackMember {
  readonly name: string;
  readonly model: Model;
  readonly method: StackMethod;
}

const answers: Readonly<Record<StackMethod, (model: never, X: Features, classes: Classes) => Dense>> = {
  predictProba: (model: ProbabilisticModel, X, classes) => {
    const all = probabilitiesOf(model, X, classes);
    // The probability of the first of two classes says nothing that the other does not.
    return classes.length === 2 ? lastColumn(all) : all;
  },
  decisionFunction: (model: DecidingModel, X, classes) => {
    const missing = classes.length - placesOf(model.classes, classes).length;
    if (missing > 0)
      throw new InvalidInput(
        `${missing} classes are in no row that a fold learns from: use fewer folds, or another stackMethod`,
      );
    const decision = model.decisionFunction(X);
    return decision instanceof Float64Array ? column(decision) : decision;
  },
  predict: (model: ClassificationModel | RegressionModel, X, classes) =>
    column(Float64Array.from('classes' in model ? predictedCodes(model, X, classes) : model.predict(X))),
};

/** What members say, side by side. */
export function answersOf({ name, model, method }: StackMember, X: Features, classes: Classes): Dense {
  return within(name, () => answers[method](model as never, X, classes));
}

/** What the final estimator sees: answers, and the features themselves where those are passed on. */
export function joinAnswers(parts: readonly Dense[], X: Features, passthrough: boolean): Dense {
  return stackColumns(passthrough ? [...parts, toDense(X)] : parts, parts[0]!.rows);
}

function column(data: Float64Array): Dense {
  return { rows: data.length, columns: 1, data };
}

function lastColumn({ rows, columns, data }: Dense): Dense {
  return column(Float64Array.from({ length: rows }, (_, row) => data[row * columns + columns - 1]!));
}
