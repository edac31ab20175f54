import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Execution } from './Execution.ts';
import { StateError } from './StateError.ts';
import { inside, type Scope, type Variables, type Visit } from './Visit.ts';

/**
 * The iterations of a Map, at most `MaxConcurrency` at once; the first one that fails stops the others.
 * Iterations of an inline Map see the variables around them; the children of a Distributed Map are executions of
 * their own, which know their input alone.
 */
export async function iterate(visit: Visit, execution: Execution): Promise<unknown[]> {
  const { state, trail } = visit;
  const items = await itemsOf(visit);
  const limit = Number(await inside(visit, state.MaxConcurrency ?? 0)) || items.length;
  const distributed = state.ItemProcessor!.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const stop = new AbortController();
  const signal = AbortSignal.any([visit.signal, stop.signal]);
  // Every iteration under way listens.
  setMaxListeners(0, signal);

  execution.record('MapStateStarted', { length: items.length }, trail);
  const results = new Array<unknown>(items.length);
  const one = async (index: number): Promise<unknown> => {
    const context = { ...visit.context, Map: { Item: { Index: index, Value: items[index] } } };
    const input =
      state.ItemSelector === undefined
        ? items[index]
        : await inside({ ...visit, context }, state.ItemSelector);
    const path = { last: trail.last };
    const scope: Scope = distributed
      ? { variables: {}, context: childContext(visit, input), signal, trail: path }
      : { variables: visit.variables, context, signal, trail: path };
    execution.record('MapIterationStarted', { index }, path);
    const result = await execution.walk(state.ItemProcessor!, input, scope);
    execution.record('MapIterationSucceeded', { index }, path);
    return result;
  };
  let upcoming = 0;
  const work = async (): Promise<void> => {
    while (upcoming < items.length && !signal.aborted) {
      const index = upcoming++;
      results[index] = await one(index);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(items.length, limit) }, work));
  } catch (thrown) {
    stop.abort(thrown);
    visit.signal.throwIfAborted();
    throw distributed ? intolerable(StateError.from(thrown)) : thrown;
  }
  execution.record('MapStateSucceeded', {}, trail);
  return results;
}

async function itemsOf(visit: Visit): Promise<unknown[]> {
  const { Items } = visit.state;
  const items = Items === undefined ? visit.input : await inside(visit, Items);
  if (Array.isArray(items)) return items as unknown[];
  throw new StateError(
    'States.QueryEvaluationError',
    `the items of a Map must be an array, not ${JSON.stringify(items)?.slice(0, 100)}`,
  );
}

/** A Distributed Map tolerates no failed child unless it is told to; the first one's reason is added here. */
function intolerable({ error, cause }: StateError): StateError {
  return new StateError(
    'States.ExceedToleratedFailureThreshold',
    `The specified tolerated failure threshold was exceeded. ${error}: ${cause}`,
  );
}

/** `$states.context` of a child execution. */
function childContext({ context, state }: Visit, input: unknown): Variables {
  const parent = context as {
    readonly Execution?: Variables;
    readonly StateMachine?: { readonly Id: string; readonly Name: string };
    readonly State: { readonly Name: string };
  };
  const label = state.Label ?? parent.State.Name;
  const name = randomUUID();
  const machine = `${parent.StateMachine?.Id}/${label}`;
  return {
    Execution: {
      ...parent.Execution,
      Id: `${machine.replace(':stateMachine:', ':execution:')}:${name}`,
      Name: name,
      StartTime: new Date().toISOString(),
      Input: input,
    },
    StateMachine: { Id: machine, Name: `${parent.StateMachine?.Name}/${label}` },
  };
}
