import { randomUUID } from 'node:crypto';
import type { Definition } from './Definition.ts';
import { Execution, type HistoryEvent, type TaskRunner } from './Execution.ts';
import type { ExecutionRecord, ExecutionStore } from './ExecutionStore.ts';
import { StateError } from './StateError.ts';
import { checkDefinition } from './unsupported.ts';
import { milliseconds } from './Visit.ts';

export interface StateMachinesOptions {
  readonly store: ExecutionStore;
  readonly task: TaskRunner;
  /** Tells the resources that `task` carries out. */
  readonly does: (resource: string) => boolean;
  /** Is told of every execution that starts and ends; true when everybody was told. */
  readonly changed: (record: ExecutionRecord) => Promise<boolean>;
}

interface Running {
  readonly abort: AbortController;
  readonly execution: Execution;
  readonly done: Promise<void>;
}

type End = Pick<ExecutionRecord, 'status' | 'output' | 'error' | 'cause'>;

/** Characters of an execution's input on AWS. */
const inputLimit = 262_144;

const stopped = new StateError(
  'Runner.Stopped',
  'the local runner was stopped during the run: start the run again',
);

const endEvents = {
  RUNNING: 'ExecutionStarted',
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
} as const;

/** The state machines of the assembly and their executions. */
export class StateMachines {
  private readonly options: StateMachinesOptions;
  private readonly definitions = new Map<string, Definition>();
  private readonly running = new Map<string, Running>();

  constructor(options: StateMachinesOptions) {
    this.options = options;
  }

  /** @throws InvalidInput naming what of the machine cannot be run here */
  add(arn: string, definition: Definition): void {
    checkDefinition(arn, definition, this.options.does);
    this.definitions.set(arn, definition);
  }

  /**
   * Aborts what was running when the runner stopped, and says so to whoever waits for the end of an execution;
   * an end that was not told to the last is told again.
   */
  recover(): void {
    const { store } = this.options;
    for (const record of store.all()) {
      if (record.status !== 'RUNNING' && record.announced !== false) continue;
      const history = store.history(record.executionArn);
      if (record.status === 'RUNNING') this.abandon(record, history);
      else void this.announce(record, history);
    }
  }

  get arns(): string[] {
    return [...this.definitions.keys()];
  }

  /** Starts an execution. The same name and input give the execution that there is, as on AWS. */
  start(arn: string, input: string, name: string = randomUUID()): ExecutionRecord {
    const definition = this.definitions.get(arn);
    if (!definition) throw new StateError('StateMachineDoesNotExist', `there is no state machine ${arn}`);
    const parsed = parse(input);
    const executionArn = `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.options.store.get(executionArn);
    if (known) {
      if (known.input === input && known.status === 'RUNNING') return known;
      throw new StateError('ExecutionAlreadyExists', `there is an execution ${executionArn} already`);
    }
    const startDate = Date.now();
    const record: ExecutionRecord = {
      executionArn,
      stateMachineArn: arn,
      name,
      status: 'RUNNING',
      startDate,
      input,
    };
    const context = {
      Execution: {
        Id: executionArn,
        Name: name,
        StartTime: new Date(startDate).toISOString(),
        Input: parsed,
      },
      StateMachine: { Id: arn, Name: arn.slice(arn.lastIndexOf(':') + 1) },
    };
    const abort = new AbortController();
    const execution = new Execution(context, this.options.task, abort.signal);
    execution.record('ExecutionStarted', { input });
    this.options.store.keep(record, execution.history);
    void this.options.changed(record);
    const done = this.carryOut(record, definition, execution, abort);
    this.running.set(executionArn, { abort, execution, done });
    return record;
  }

  /** @throws StateError when there is none */
  describe(executionArn: string): ExecutionRecord {
    const record = this.options.store.get(executionArn);
    if (!record) throw new StateError('ExecutionDoesNotExist', `there is no execution ${executionArn}`);
    return record;
  }

  /** Live while it runs. @throws StateError when there is none */
  history(executionArn: string): readonly HistoryEvent[] {
    const { executionArn: known } = this.describe(executionArn);
    return this.running.get(known)?.execution.history ?? this.options.store.history(known);
  }

  /** Newest first. */
  list(arn: string): ExecutionRecord[] {
    return this.options.store
      .all()
      .filter(({ stateMachineArn }) => stateMachineArn === arn)
      .sort((a, b) => b.startDate - a.startDate);
  }

  stop(executionArn: string, error = 'Aborted', cause = 'it was stopped by its user'): void {
    this.describe(executionArn);
    this.running.get(executionArn)?.abort.abort(new StateError(error, cause));
  }

  /** Executions under way. */
  get busy(): number {
    return this.running.size;
  }

  /** Waits until no execution is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  /** Stops everything and waits for it; the next start tells whoever waits for the end of an execution. */
  async close(): Promise<void> {
    for (const { abort } of this.running.values()) abort.abort(stopped);
    await this.idle();
  }

  private async carryOut(
    record: ExecutionRecord,
    definition: Definition,
    execution: Execution,
    abort: AbortController,
  ): Promise<void> {
    const seconds = definition.TimeoutSeconds;
    const late = () =>
      abort.abort(new StateError('States.Timeout', `the execution took longer than ${seconds} s`));
    const timer = seconds === undefined ? undefined : setTimeout(late, milliseconds(seconds));
    let end: End;
    try {
      const output = await execution.run(definition, JSON.parse(record.input));
      end = { status: 'SUCCEEDED', output: JSON.stringify(output) };
    } catch (thrown) {
      const failure = StateError.from(thrown);
      const status = !abort.signal.aborted
        ? 'FAILED'
        : failure.error === 'States.Timeout'
          ? 'TIMED_OUT'
          : 'ABORTED';
      end = { status, ...textOf(failure) };
    } finally {
      clearTimeout(timer);
    }
    const { status, ...details } = end;
    execution.record(endEvents[status], details);
    this.finish(record, execution.history, end, abort.signal.reason !== stopped);
    this.running.delete(record.executionArn);
  }

  /** Ends an execution whose process died. */
  private abandon(record: ExecutionRecord, history: readonly HistoryEvent[]): void {
    const last = history.length;
    const event = {
      id: last + 1,
      previous: last,
      type: endEvents.ABORTED,
      timestamp: Date.now(),
      details: textOf(stopped),
    };
    this.finish(record, [...history, event], { status: 'ABORTED', ...textOf(stopped) });
  }

  private finish(record: ExecutionRecord, history: readonly HistoryEvent[], end: End, announce = true): void {
    const done = { ...record, ...end, stopDate: Date.now(), announced: false };
    this.options.store.keep(done, history);
    if (announce) void this.announce(done, history);
  }

  private async announce(record: ExecutionRecord, history: readonly HistoryEvent[]): Promise<void> {
    if (await this.options.changed(record)) this.options.store.keep({ ...record, announced: true }, history);
  }
}

function textOf({ error, cause }: StateError): { error: string; cause: string } {
  return { error, cause };
}

/** @throws StateError as AWS words it for an input that it does not take */
function parse(input: string): unknown {
  if (input.length > inputLimit)
    throw new StateError(
      'ValidationException',
      `the input has ${input.length} characters, more than the ${inputLimit} that are allowed`,
    );
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    throw new StateError('InvalidExecutionInput', `the input is not JSON: ${(error as Error).message}`);
  }
}
