import { setTimeout as sleep } from 'node:timers/promises';
import type { Definition, State } from './Definition.ts';
import { evaluate } from './expression.ts';
import { StateError } from './StateError.ts';

export interface HistoryEvent {
  readonly id: number;
  /** The event that led to this one; 0 for the first. */
  readonly previous: number;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Carries out a task's resource. */
export type TaskRunner = (resource: string, argument: unknown) => Promise<unknown>;

type Variables = Readonly<Record<string, unknown>>;

/** The last event on one path through the machine: each Map iteration has its own. */
interface Trail {
  last: number;
}

interface Step {
  readonly output: unknown;
  readonly variables: Variables;
  readonly next: string | undefined;
}

/** Bytes of a state's payload on AWS. */
const payloadLimit = 262_144;

/** One run through a state machine, as https://states-language.net describes it, in JSONata. */
export class Execution {
  readonly history: HistoryEvent[] = [];
  private readonly context: Readonly<Record<string, unknown>>;
  private readonly task: TaskRunner;
  private readonly signal: AbortSignal;

  constructor(context: Readonly<Record<string, unknown>>, task: TaskRunner, signal: AbortSignal) {
    this.context = context;
    this.task = task;
    this.signal = signal;
  }

  /** @throws StateError when it fails */
  run(definition: Definition, input: unknown): Promise<unknown> {
    return this.walk(definition, input, {}, {}, { last: this.history.length });
  }

  record(type: string, details: Record<string, unknown>, trail: Trail = { last: this.history.length }): void {
    const id = this.history.length + 1;
    this.history.push({ id, previous: trail.last, type, timestamp: Date.now(), details });
    trail.last = id;
  }

  private async walk(
    definition: Definition,
    input: unknown,
    variables: Variables,
    map: Variables,
    trail: Trail,
  ): Promise<unknown> {
    let [name, value, known]: [string | undefined, unknown, Variables] = [
      definition.StartAt,
      input,
      variables,
    ];
    while (name !== undefined) {
      this.signal.throwIfAborted();
      const state: State = definition.States[name]!;
      this.record(`${state.Type}StateEntered`, { name, input: JSON.stringify(value) }, trail);
      const step: Step = await this.enter(name, state, value, known, map, trail);
      if (JSON.stringify(step.output ?? null).length > payloadLimit) {
        throw new StateError('States.DataLimitExceeded', `the output of ${name} is larger than 256 KiB`);
      }
      this.record(`${state.Type}StateExited`, { name, output: JSON.stringify(step.output) }, trail);
      [name, value, known] = [step.next, step.output, step.variables];
    }
    return value;
  }

  /** One state with its Retry and Catch. */
  private async enter(
    name: string,
    state: State,
    input: unknown,
    variables: Variables,
    map: Variables,
    trail: Trail,
  ): Promise<Step> {
    const attempts = new Map<unknown, number>();
    for (let retries = 0; ; retries++) {
      const scope = {
        ...this.context,
        State: { Name: name, RetryCount: retries, EnteredTime: new Date().toISOString() },
        ...map,
      };
      try {
        return await this.carryOut(state, input, variables, scope, map, trail);
      } catch (error) {
        if (!(error instanceof StateError) || this.signal.aborted) throw error;
        const retrier = state.Retry?.find(({ ErrorEquals }) => error.matches(ErrorEquals));
        const made = attempts.get(retrier) ?? 0;
        if (retrier && made < (retrier.MaxAttempts ?? 3)) {
          attempts.set(retrier, made + 1);
          const delay = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made;
          await sleep(Math.min(delay, retrier.MaxDelaySeconds ?? delay) * 1000, undefined, {
            signal: this.signal,
          });
          continue;
        }
        const catcher = state.Catch?.find(({ ErrorEquals }) => error.matches(ErrorEquals));
        if (!catcher) throw error;
        const errorOutput = { Error: error.error, Cause: error.cause };
        const bindings = { ...variables, states: { input, errorOutput, context: scope } };
        return {
          output: catcher.Output === undefined ? errorOutput : await evaluate(catcher.Output, bindings),
          variables: { ...variables, ...((await evaluate(catcher.Assign ?? {}, bindings)) as Variables) },
          next: catcher.Next,
        };
      }
    }
  }

  private async carryOut(
    state: State,
    input: unknown,
    variables: Variables,
    context: Variables,
    map: Variables,
    trail: Trail,
  ): Promise<Step> {
    const bindings = { ...variables, states: { input, context } };
    const leave = async (
      result: unknown,
      source: Pick<State, 'Output' | 'Assign' | 'Next'> = state,
    ): Promise<Step> => {
      const after = { ...variables, states: { input, result, context } };
      return {
        output: source.Output === undefined ? result : await evaluate(source.Output, after),
        variables: { ...variables, ...((await evaluate(source.Assign ?? {}, after)) as Variables) },
        next: source.Next,
      };
    };
    switch (state.Type) {
      case 'Pass':
      case 'Succeed':
        return leave(input);
      case 'Wait':
        await sleep(Number(await evaluate(state.Seconds, bindings)) * 1000, undefined, {
          signal: this.signal,
        });
        return leave(input);
      case 'Choice':
        for (const choice of state.Choices ?? []) {
          if ((await evaluate(choice.Condition, bindings)) === true) return leave(input, choice);
        }
        if (state.Default === undefined)
          throw new StateError('States.NoChoiceMatched', 'no choice matched and there is no default');
        return leave(input, { ...state, Next: state.Default });
      case 'Task': {
        const argument = state.Arguments === undefined ? input : await evaluate(state.Arguments, bindings);
        return leave(await this.attempt(state, argument, trail));
      }
      case 'Map':
        return leave(await this.iterate(state, input, variables, context, map, trail));
      default: {
        const text = async (value: unknown) =>
          value === undefined ? '' : String(await evaluate(value, bindings));
        throw new StateError(await text(state.Error), await text(state.Cause));
      }
    }
  }

  /** One call of a task's resource, as the history tells it. */
  private async attempt(state: State, argument: unknown, trail: Trail): Promise<unknown> {
    const resource = state.Resource!;
    this.record('TaskScheduled', { resource }, trail);
    this.record('TaskStarted', { resource }, trail);
    try {
      const result = await this.limited(state.TimeoutSeconds, this.task(resource, argument));
      this.record('TaskSucceeded', { resource }, trail);
      return result;
    } catch (error) {
      if (error instanceof StateError)
        this.record('TaskFailed', { resource, error: error.error, cause: error.cause }, trail);
      throw error;
    }
  }

  private async iterate(
    state: State,
    input: unknown,
    variables: Variables,
    context: Variables,
    map: Variables,
    trail: Trail,
  ): Promise<unknown[]> {
    const items = (
      state.Items === undefined
        ? input
        : await evaluate(state.Items, { ...variables, states: { input, context } })
    ) as unknown[];
    if (!Array.isArray(items))
      throw new StateError('States.QueryEvaluationError', 'the items of a Map must be an array');
    this.record('MapStateStarted', { length: items.length }, trail);
    const results = new Array<unknown>(items.length);
    let upcoming = 0;
    const work = async (): Promise<void> => {
      while (upcoming < items.length) {
        const index = upcoming++;
        const value = items[index];
        const inner = { ...map, Map: { Item: { Index: index, Value: value } } };
        const bindings = { ...variables, states: { input, context: { ...context, ...inner } } };
        const selected =
          state.ItemSelector === undefined ? value : await evaluate(state.ItemSelector, bindings);
        const path: Trail = { last: trail.last };
        this.record('MapIterationStarted', { index }, path);
        results[index] = await this.walk(state.ItemProcessor!, selected, variables, inner, path);
        this.record('MapIterationSucceeded', { index }, path);
      }
    };
    const workers = Math.min(items.length, state.MaxConcurrency || items.length);
    await Promise.all(Array.from({ length: workers }, work));
    this.record('MapStateSucceeded', {}, trail);
    return results;
  }

  /** Gives up on a task when its time is over or the execution is stopped. */
  private limited<Result>(seconds: number | undefined, work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.signal.reason);
      const timer =
        seconds === undefined
          ? undefined
          : setTimeout(
              () => reject(new StateError('States.Timeout', `the task took longer than ${seconds} s`)),
              seconds * 1000,
            );
      this.signal.addEventListener('abort', stop, { once: true });
      work.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', stop);
      });
    });
  }
}
