import { checkFinite, checkWidth } from '../checkData.ts';
import type { Classes, LoadModel, Model, ModelDocument, RegressionModel } from '../estimator.ts';
import { decodeLabels, type Labels } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';

/** A regression for each action; or a single one of which the last feature is the action. */
export type ActionEncoding = 'separate' | 'feature';

/** What actions are worth in states that it has not seen, and the policy that takes the best. */
export class FittedQPolicy implements Model {
  readonly kind = 'fitted-q-iteration';
  /** In order, as the classes of a classifier. */
  readonly actions: Classes;
  readonly actionEncoding: ActionEncoding;
  readonly models: readonly RegressionModel[];
  /** Iterations until the values changed no more, or as many as there were to be. */
  readonly nIter: number;
  readonly #width: number;

  constructor(
    actions: Classes,
    actionEncoding: ActionEncoding,
    models: readonly RegressionModel[],
    { width, nIter }: { readonly width: number; readonly nIter: number },
  ) {
    this.actions = actions;
    this.actionEncoding = actionEncoding;
    this.models = models;
    this.nIter = nIter;
    this.#width = width;
  }

  /** What each action is worth: n × k, the columns in the order of `actions`. */
  qValues(states: Features): Dense {
    const X = toDense(states);
    checkWidth(X, this.#width);
    checkFinite(X);
    return qValuesOf(this.models, this.actionEncoding, this.actions, X);
  }

  /** The best action in each state, the first of equals. */
  predict(states: Features): Labels {
    return decodeLabels(bestActions(this.qValues(states)), this.actions);
  }

  /** What the best action in each state is worth. */
  values(states: Features): Float64Array {
    return largest(this.qValues(states));
  }

  toJSON(): ModelDocument {
    const { kind, actions, actionEncoding, nIter } = this;
    const models = this.models.map((model) => model.toJSON());
    return { kind, actions, actionEncoding, width: this.#width, nIter, models };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): FittedQPolicy {
    const { actions, actionEncoding, models, width, nIter } = document as unknown as {
      actions: Classes;
      actionEncoding: ActionEncoding;
      models: ModelDocument[];
      width: number;
      nIter: number;
    };
    const loaded = models.map((model) => load<RegressionModel>(model));
    return new FittedQPolicy(actions, actionEncoding, loaded, { width, nIter });
  }
}

export function qValuesOf(
  models: readonly RegressionModel[],
  encoding: ActionEncoding,
  actions: Classes,
  X: Dense,
): Dense {
  const k = actions.length;
  const data = new Float64Array(X.rows * k);
  for (let code = 0; code < k; code++) {
    const values =
      encoding === 'separate'
        ? models[code]!.predict(X)
        : models[0]!.predict(withAction(X, () => actionValue(actions, code)));
    for (let row = 0; row < X.rows; row++) data[row * k + code] = values[row]!;
  }
  return { rows: X.rows, columns: k, data };
}

/** A number is its own feature; a text has its position. */
export function actionValue(actions: Classes, code: number): number {
  const action = actions[code]!;
  return typeof action === 'number' ? action : code;
}

/** States with the action of each row as their last feature. */
export function withAction({ rows, columns, data }: Dense, action: (row: number) => number): Dense {
  const joined = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    const start = row * (columns + 1);
    joined.set(data.subarray(row * columns, (row + 1) * columns), start);
    joined[start + columns] = action(row);
  }
  return { rows, columns: columns + 1, data: joined };
}

export function largest({ rows, columns, data }: Dense): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    data.subarray(row * columns, (row + 1) * columns).reduce((best, value) => Math.max(best, value)),
  );
}

function bestActions({ rows, columns, data }: Dense): Int32Array {
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++)
    for (let code = 1; code < columns; code++)
      if (data[row * columns + code]! > data[row * columns + best[row]!]!) best[row] = code;
  return best;
}
