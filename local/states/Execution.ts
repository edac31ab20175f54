import type { Definition, State } from './Definition.ts';
import { Retries } from './Retries.ts';
import { StateError } from './StateError.ts';
import { stateTypes } from './stateTypes.ts';
import { leave, pause, type Scope, type Step, type Trail, type Variables, type Visit } from './Visit.ts';

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

/** One run through a state machine, as https://states-language.net describes it, in JSONata. */
export class Execution {
  readonly history: HistoryEvent[] = [];
  readonly task: TaskRunner;
  private readonly context: Variables;
  private readonly signal: AbortSignal;

  /** @param signal stops the execution; its reason is a StateError */
  constructor(context: Variables, task: TaskRunner, signal: AbortSignal) {
    this.context = context;
    this.task = task;
    this.signal = signal;
  }

  /** @throws StateError when it fails or is stopped */
  run(definition: Definition, input: unknown): Promise<unknown> {
    const { context, signal } = this;
    return this.walk(definition, input, { variables: {}, context, signal, trail: this.trail() });
  }

  record(type: string, details: Record<string, unknown>, trail: Trail = this.trail()): void {
    const id = this.history.length + 1;
    this.history.push({ id, previous: trail.last, type, timestamp: Date.now(), details });
    trail.last = id;
  }

  /** Goes from state to state until one ends. */
  async walk(definition: Definition, input: unknown, scope: Scope): Promise<unknown> {
    let [name, value, variables]: [string | undefined, unknown, Variables] = [
      definition.StartAt,
      input,
      scope.variables,
    ];
    while (name !== undefined) {
      scope.signal.throwIfAborted();
      const state: State = definition.States[name]!;
      this.record(`${state.Type}StateEntered`, { name, input: JSON.stringify(value) }, scope.trail);
      const step: Step = await this.visit(name, { ...scope, variables, state, input: value });
      this.record(`${state.Type}StateExited`, { name, output: JSON.stringify(step.output) }, scope.trail);
      [name, value, variables] = [step.next, step.output, step.variables];
    }
    return value;
  }

  /** One state with its Retry and Catch. */
  private async visit(name: string, scope: Visit): Promise<Step> {
    const { state, signal } = scope;
    const retries = new Retries(state.Retry);
    const entered = new Date().toISOString();
    for (let count = 0; ; count++) {
      const context = {
        ...scope.context,
        State: { Name: name, EnteredTime: entered, RetryCount: count },
      };
      const visit = { ...scope, context };
      try {
        return await stateTypes[state.Type]!(visit, this);
      } catch (thrown) {
        // Whoever is stopped neither tries again nor catches.
        signal.throwIfAborted();
        const error = StateError.from(thrown);
        const seconds = retries.delayAfter(error);
        if (seconds !== undefined) {
          await pause(seconds, signal);
          continue;
        }
        const catcher = state.Catch?.find(({ ErrorEquals }) => error.matches(ErrorEquals));
        if (!catcher) throw error;
        return leave(visit, catcher, { errorOutput: { Error: error.error, Cause: error.cause } });
      }
    }
  }

  private trail(): Trail {
    return { last: this.history.length };
  }
}
