import type { State } from '../../../../local/states/Definition.ts';
import { Execution, type HistoryEvent } from '../../../../local/states/Execution.ts';
import { StateError } from '../../../../local/states/StateError.ts';

export const resource = 'arn:aws:states:::lambda:invoke';

/** A task with the fields of its own. */
export function task(fields: Partial<State>): State {
  return { Type: 'Task', Resource: resource, End: true, ...fields };
}

export interface Ran {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly history: readonly HistoryEvent[];
}

const context = {
  Execution: { Id: 'arn:aws:states:us-east-1:1:execution:m:e', Name: 'e', Input: { from: 'outside' } },
  StateMachine: { Id: 'arn:aws:states:us-east-1:1:stateMachine:m', Name: 'm' },
};

/**
 * Runs states, the first one first, and gives how that ended.
 *
 * @param perform what a task does with its argument
 * @param signal stops it
 */
export async function run(
  states: Readonly<Record<string, State>>,
  input: unknown = {},
  perform: (argument: never) => unknown = (argument) => argument,
  signal: AbortSignal = new AbortController().signal,
): Promise<Ran> {
  const execution = new Execution(context, async (_, argument) => perform(argument as never), signal);
  const definition = { StartAt: Object.keys(states)[0]!, QueryLanguage: 'JSONata', States: states };
  try {
    return { output: await execution.run(definition, input), history: execution.history };
  } catch (thrown) {
    const { error, cause } = StateError.from(thrown);
    return { error, cause, history: execution.history };
  }
}

/** A task's doing that fails with these errors in turn and then gives `done`. */
export function failing(...errors: readonly string[]): () => unknown {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error === undefined) return 'done';
    throw new StateError(error, `because of ${error}`);
  };
}
