import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../wholeFile.ts';
import type { HistoryEvent } from './Execution.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: Status;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** False from its end until everybody who waits for that has been told. */
  readonly announced?: boolean;
}

interface Kept extends ExecutionRecord {
  readonly history: readonly HistoryEvent[];
}

/** Executions in a folder, a file each: the records in memory too, their histories on disk alone. */
export class ExecutionStore {
  private readonly folder: string;
  private readonly records = new Map<string, ExecutionRecord>();

  /**
   * Reads what is there. A file that cannot be read is put aside as `….damaged` and told, and holds up nothing.
   *
   * @param say gets a line for each file that was lost
   */
  constructor(folder: string, say: (line: string) => void) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (name.endsWith('.partial')) rmSync(file);
      if (!name.endsWith('.json')) continue;
      try {
        const { history: _, ...record } = read(file);
        this.records.set(record.executionArn, record);
      } catch (error) {
        renameSync(file, `${file}.damaged`);
        say(
          `an execution is lost, its file was damaged: ${file}.damaged (${(error as Error).message}); its run and its models are kept elsewhere`,
        );
      }
    }
  }

  get(executionArn: string): ExecutionRecord | undefined {
    return this.records.get(executionArn);
  }

  all(): ExecutionRecord[] {
    return [...this.records.values()];
  }

  history(executionArn: string): readonly HistoryEvent[] {
    return read(this.fileOf(executionArn)).history;
  }

  keep(record: ExecutionRecord, history: readonly HistoryEvent[]): void {
    this.records.set(record.executionArn, record);
    writeWhole(this.fileOf(record.executionArn), JSON.stringify({ ...record, history }));
  }

  private fileOf(executionArn: string): string {
    const hash = createHash('sha256').update(executionArn).digest('hex').slice(0, 24);
    return join(this.folder, `${hash}.json`);
  }
}

function read(file: string): Kept {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept> | null;
  if (
    typeof kept?.executionArn !== 'string' ||
    typeof kept.status !== 'string' ||
    !Array.isArray(kept.history)
  )
    throw new TypeError('it is not the record of an execution');
  return kept as Kept;
}
