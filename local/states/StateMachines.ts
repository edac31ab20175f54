import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Definition } from './Definition.ts';
import { unsupported } from './Definition.ts';
import { Execution, type HistoryEvent, type TaskRunner } from './Execution.ts';
import { StateError } from './StateError.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: Status;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly history: readonly HistoryEvent[];
}

interface Running {
  readonly abort: AbortController;
  readonly execution: Execution;
}

/** The state machines of the assembly and their executions, which are kept on disk. */
export class StateMachines {
  private readonly folder: string;
  private readonly task: TaskRunner;
  private readonly ended: (record: ExecutionRecord) => void;
  private readonly definitions = new Map<string, Definition>();
  private readonly records = new Map<string, ExecutionRecord>();
  private readonly running = new Map<string, Running>();

  /** @param ended is told of every execution that ends */
  constructor(folder: string, task: TaskRunner, ended: (record: ExecutionRecord) => void) {
    this.folder = folder;
    this.task = task;
    this.ended = ended;
    mkdirSync(folder, { recursive: true });
  }

  /** @throws InvalidInput naming what of the machine cannot be run here */
  add(arn: string, definition: Definition): void {
    const faults = unsupported(definition);
    if (faults.length > 0)
      throw new InvalidInput(`${arn} cannot be run on this machine: ${faults.join('; ')}`);
    this.definitions.set(arn, definition);
  }

  /** Reads what was kept. What was still running when the runner died is aborted, and said to be. */
  recover(): void {
    for (const file of readdirSync(this.folder).filter((name) => name.endsWith('.json'))) {
      const record = JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as ExecutionRecord;
      this.records.set(record.executionArn, record);
      if (record.status !== 'RUNNING') continue;
      this.finish(record, {
        status: 'ABORTED',
        error: 'Runner.Stopped',
        cause: 'the local runner was stopped during the run: start the run again',
      });
    }
  }

  get arns(): string[] {
    return [...this.definitions.keys()];
  }

  /** Starts an execution. The same name and input give the execution that there is, as on AWS. */
  start(arn: string, input: string, name: string = randomUUID()): ExecutionRecord {
    const definition = this.definitions.get(arn);
    if (!definition) throw new StateError('StateMachineDoesNotExist', `there is no state machine ${arn}`);
    const executionArn = `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.records.get(executionArn);
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
      history: [],
    };
    this.keep(record);
    const abort = new AbortController();
    const context = {
      Execution: {
        Id: executionArn,
        Name: name,
        StartTime: new Date(startDate).toISOString(),
        Input: JSON.parse(input) as unknown,
      },
      StateMachine: { Id: arn, Name: arn.slice(arn.lastIndexOf(':') + 1) },
    };
    const execution = new Execution(context, this.task, abort.signal);
    this.running.set(executionArn, { abort, execution });
    void this.carryOut(record, definition, execution, abort);
    return record;
  }

  /** @throws StateError when there is none */
  describe(executionArn: string): ExecutionRecord {
    const record = this.records.get(executionArn);
    if (!record) throw new StateError('ExecutionDoesNotExist', `there is no execution ${executionArn}`);
    return record;
  }

  /** Live while it runs. */
  history(executionArn: string): readonly HistoryEvent[] {
    return this.running.get(executionArn)?.execution.history ?? this.describe(executionArn).history;
  }

  /** Newest first. */
  list(arn: string): ExecutionRecord[] {
    return [...this.records.values()]
      .filter(({ stateMachineArn }) => stateMachineArn === arn)
      .sort((a, b) => b.startDate - a.startDate);
  }

  stop(executionArn: string, error = 'Aborted', cause = 'it was stopped by its user'): void {
    this.describe(executionArn);
    this.running.get(executionArn)?.abort.abort(new StateError(error, cause));
  }

  private async carryOut(
    record: ExecutionRecord,
    definition: Definition,
    execution: Execution,
    abort: AbortController,
  ): Promise<void> {
    const seconds = definition.TimeoutSeconds;
    const timer =
      seconds === undefined
        ? undefined
        : setTimeout(
            () =>
              abort.abort(new StateError('States.Timeout', `the execution took longer than ${seconds} s`)),
            seconds * 1000,
          );
    timer?.unref();
    execution.record('ExecutionStarted', { input: record.input });
    try {
      const output = JSON.stringify(await execution.run(definition, JSON.parse(record.input)));
      execution.record('ExecutionSucceeded', { output });
      this.finish({ ...record, history: execution.history }, { status: 'SUCCEEDED', output });
    } catch (failure) {
      const { error, cause } =
        failure instanceof StateError ? failure : new StateError('States.Runtime', String(failure));
      const status = !abort.signal.aborted ? 'FAILED' : error === 'States.Timeout' ? 'TIMED_OUT' : 'ABORTED';
      execution.record(
        status === 'FAILED'
          ? 'ExecutionFailed'
          : status === 'ABORTED'
            ? 'ExecutionAborted'
            : 'ExecutionTimedOut',
        { error, cause },
      );
      this.finish({ ...record, history: execution.history }, { status, error, cause });
    } finally {
      clearTimeout(timer);
      this.running.delete(record.executionArn);
    }
  }

  private finish(record: ExecutionRecord, end: Partial<ExecutionRecord>): void {
    const done = { ...record, ...end, stopDate: Date.now() };
    this.keep(done);
    this.ended(done);
  }

  private keep(record: ExecutionRecord): void {
    this.records.set(record.executionArn, record);
    const file = join(
      this.folder,
      `${createHash('sha256').update(record.executionArn).digest('hex').slice(0, 24)}.json`,
    );
    writeFileSync(`${file}.partial`, JSON.stringify(record));
    renameSync(`${file}.partial`, file);
  }
}
