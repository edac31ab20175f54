import type { TableClient } from '../table.ts';

/** Milliseconds of a bucket. */
const width = 2000;
/** Buckets that are read again, for clocks that differ. */
const margin = 2;
/** Seconds after which nobody can miss a mark: an index that old is made anew. */
export const keptFor = 24 * 3600;

/**
 * Which runs of an experiment changed lately: a mark for each run and two seconds, so that whoever holds an experiment's
 * runs in memory learns by one query what to read again. A mark is written beside the change and, when the change took until
 * another bucket, after it too: whoever reads the marks after a change was acknowledged sees it.
 */
export class ChangeLog {
  private readonly table: TableClient;
  private readonly now: () => number;
  /** Marks that this process wrote last, of each run. */
  private readonly marked = new Map<string, number>();

  constructor(table: TableClient, now: () => number) {
    this.table = table;
    this.now = now;
  }

  /** Makes a change with its mark. */
  async changing<Result>(experiment: string, run: string, change: () => Promise<Result>): Promise<Result> {
    const [result] = await Promise.all([change(), this.mark(experiment, run)]);
    await this.mark(experiment, run);
    return result;
  }

  /**
   * Runs that changed since a time.
   *
   * @param since what `now` was before the last look; milliseconds
   */
  async changedSince(experiment: string, since: number): Promise<string[]> {
    const from = bucketText(Math.floor(since / width) - margin);
    const marks = await this.table.all({ pk: `CHANGES#${experiment}`, between: [from, 'a'] });
    return [...new Set(marks.map(({ sk }) => String(sk).slice(from.length + 1)))];
  }

  private async mark(experiment: string, run: string): Promise<void> {
    const now = this.now();
    const bucket = Math.floor(now / width);
    if (this.marked.get(run) === bucket) return;
    await this.table.put({
      pk: `CHANGES#${experiment}`,
      sk: `${bucketText(bucket)}#${run}`,
      ttl: Math.floor(now / 1000) + 2 * keptFor,
    });
    if (this.marked.size > 10_000) this.marked.clear();
    this.marked.set(run, bucket);
  }
}

function bucketText(bucket: number): string {
  return String(Math.max(0, bucket)).padStart(12, '0');
}
