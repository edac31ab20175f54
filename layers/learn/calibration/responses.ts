import { type DecidingModel, isDeciding, isProbabilistic } from '../ensemble/classScores.ts';
import { InvalidInput } from '../errors.ts';
import type { ClassificationModel, ProbabilisticModel } from '../estimator.ts';
import type { Dense, Features } from '../matrix.ts';

/** What a classifier says of rows before it is calibrated: n × 1 for two classes, of the second, else n × k. */
export interface Responses {
  readonly values: Dense;
  readonly areProbabilities: boolean;
}

/** Its decision function, or if it has none its probabilities. @throws InvalidInput when it has neither */
export function responsesOf(model: ClassificationModel, X: Features): Responses {
  if (isDeciding(model)) return { values: decisionsOf(model, X), areProbabilities: false };
  if (!isProbabilistic(model))
    throw new InvalidInput(
      `${model.kind} has no decision function, nor probabilities: choose another classifier`,
    );
  return { values: probabilitiesOf(model, X), areProbabilities: true };
}

function decisionsOf(model: DecidingModel, X: Features): Dense {
  const scores = model.decisionFunction(X);
  const values = 'data' in scores ? scores : { rows: scores.length, columns: 1, data: scores };
  const k = model.classes.length;
  if (values.columns === (k === 2 ? 1 : k)) return values;
  throw new InvalidInput(
    `the decision function of ${model.kind} has ${values.columns} columns for ${k} classes: have it give one for each`,
  );
}

function probabilitiesOf(model: ProbabilisticModel, X: Features): Dense {
  const all = model.predictProba(X);
  if (all.columns !== 2) return all;
  const data = Float64Array.from({ length: all.rows }, (_, row) => all.data[2 * row + 1]!);
  return { rows: all.rows, columns: 1, data };
}

/** Responses of folds in the order of all rows. @throws InvalidInput unless each row is held out once */
export function joinResponses(
  parts: readonly { readonly rows: Int32Array; readonly responses: Responses }[],
  rows: number,
): Responses {
  const [{ responses }] = parts as [(typeof parts)[number]];
  const { columns } = responses.values;
  const data = new Float64Array(rows * columns);
  const times = new Int32Array(rows);
  for (const { rows: own, responses: of } of parts) {
    for (const [index, row] of own.entries()) {
      times[row]! += 1;
      data.set(of.values.data.subarray(index * columns, (index + 1) * columns), row * columns);
    }
  }
  const odd = times.findIndex((count) => count !== 1);
  if (odd !== -1)
    throw new InvalidInput(
      `row ${odd} is held out ${times[odd]} times: use folds that hold each row out once, or set ensemble to true`,
    );
  return { values: { rows, columns, data }, areProbabilities: responses.areProbabilities };
}
