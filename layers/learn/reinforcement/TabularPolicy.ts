import { type PackedArray, packArray, unpackArray } from '../arrays.ts';
import { InvalidInput } from '../errors.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';

/** A value for every state and action, and the policy that takes the best action. */
export class TabularPolicy implements Model {
  readonly kind: string;
  /** A row for each state, a column for each action. */
  readonly qTable: Dense;
  /** How often each action was tried in each state: a value of what was never tried is the initial one. */
  readonly visits: Int32Array;
  /** The undiscounted return of each episode that it learned from. */
  readonly returns: Float64Array;

  constructor(kind: string, qTable: Dense, visits: Int32Array, returns: Float64Array) {
    this.kind = kind;
    this.qTable = qTable;
    this.visits = visits;
    this.returns = returns;
  }

  /** The best action in each state, the first of equals. @throws InvalidInput for a state that there is not */
  predict(states: ArrayLike<number>): Int32Array {
    return Int32Array.from(states, (state) => bestAction(this.qTable, this.#known(state)));
  }

  /** What the best action in each state is worth. @throws InvalidInput for a state that there is not */
  values(states: ArrayLike<number>): Float64Array {
    const { columns, data } = this.qTable;
    return Float64Array.from(
      states,
      (state) => data[this.#known(state) * columns + bestAction(this.qTable, state)]!,
    );
  }

  #known(state: number): number {
    const { rows } = this.qTable;
    if (Number.isInteger(state) && state >= 0 && state < rows) return state;
    throw new InvalidInput(`there is no state ${state}: there are ${rows}, from 0 on`);
  }

  toJSON(): ModelDocument {
    const { rows, columns, data } = this.qTable;
    return {
      kind: this.kind,
      qTable: { rows, columns, data: packArray(data) },
      visits: packArray(this.visits),
      returns: packArray(this.returns),
    };
  }

  static fromJSON(document: ModelDocument): TabularPolicy {
    const { kind, qTable, visits, returns } = document as unknown as {
      kind: string;
      qTable: { rows: number; columns: number; data: PackedArray };
      visits: PackedArray;
      returns: PackedArray;
    };
    const table = { ...qTable, data: unpackArray<Float64Array>(qTable.data) };
    return new TabularPolicy(
      kind,
      table,
      unpackArray<Int32Array>(visits),
      unpackArray<Float64Array>(returns),
    );
  }
}

/** The first of those that are worth most. */
export function bestAction({ columns, data }: Dense, state: number): number {
  const start = state * columns;
  let best = 0;
  for (let action = 1; action < columns; action++)
    if (data[start + action]! > data[start + best]!) best = action;
  return best;
}
