import type { TableClient } from '../table.ts';
import { type Batch, fileTail, latestOf, longestTail, mergeEvery, mergeFiled } from './points.ts';
import { type RunItem, runKey } from './runItem.ts';

/** Batches that are filed at once: an expression, which names each that it removes, is at most 4 KB. */
const mostFiled = 300;
/** Runs whose tails are counted. */
const mostRuns = 10_000;

/** Files the tails of runs that grew long; see points.ts. */
export class TailFiler {
  private readonly table: TableClient;
  /** What this process appended since it last filed, so that most writes need not look. */
  private readonly counts = new Map<string, { batches: number; characters: number }>();

  constructor(table: TableClient) {
    this.table = table;
  }

  /** Takes note of a batch, and files the tail once this process appended enough. @param read the run's item as it is */
  async appended(id: string, batch: Batch, read: () => Promise<RunItem>): Promise<void> {
    const { batches, characters } = this.counts.get(id) ?? { batches: 0, characters: 0 };
    const now = { batches: batches + 1, characters: characters + batch.length };
    if (this.counts.size > mostRuns) this.counts.clear();
    this.counts.set(id, now);
    if (now.batches < longestTail.batches && now.characters < longestTail.characters) return;
    this.counts.delete(id);
    await this.file(id, await read());
  }

  /** Others append behind what is filed meanwhile; should another have filed it, it lies there twice and counts once. */
  private async file(id: string, { tail, filed, latest }: RunItem): Promise<void> {
    const batches = tail.slice(0, mostFiled);
    if (batches.length === 0) return;
    await fileTail(this.table, id, filed, batches);
    // From the end: dynalite removes one after another, and those behind move up.
    const places = batches.map((_, place) => `tail[${place}]`).reverse();
    const isOurs = await this.table.update(runKey(id), {
      expression: `SET latest = :latest, filed = :next REMOVE ${places.join(', ')}`,
      condition: 'filed = :filed',
      values: {
        ':latest': JSON.stringify(latestOf(JSON.parse(latest) as Record<string, string>, batches)),
        ':next': filed + 1,
        ':filed': filed,
      },
    });
    if (isOurs && (filed + 1) % mergeEvery === 0) await mergeFiled(this.table, id, filed);
  }
}
