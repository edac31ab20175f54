import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { InvalidInput } from '../contracts/errors.ts';
import type { CapturedPrediction, Outcome, PredictionLog } from './predictionLog.ts';
import type { TableClient } from './table.ts';

const hour = 3_600_000;
/** How far the time of a prediction may lie from the time in its id, ms. */
const skew = 60_000;
/** Bytes of rows in an item before they are compressed, which may not make them smaller; DynamoDB takes 400 KB. */
const itemBytes = 350_000;

/** Compresses in a thread of its own, to an eighth or so at the least effort: a write costs by the kilobyte. */
const compress = promisify<string, { level: number }, Buffer>(gzip);
const decompress = promisify<Uint8Array, Buffer>(gunzip);

/** Predictions and outcomes in the table: many rows in an item, items by the hour (docs/adr/0002, 0003). */
export class DynamoPredictions implements PredictionLog {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async capture(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void> {
    // A prediction is looked up by the hour in its id, so that is the hour it is filed under.
    await this.write(`PREDICTIONS#${model}`, rows, ({ id, at }) => timeOf(id) ?? at, days);
  }

  async feedback(model: string, outcomes: readonly Outcome[], days: number): Promise<void> {
    await this.write(`OUTCOMES#${model}`, outcomes, ({ at }) => at, days);
  }

  predictions(model: string, from: number, to: number): AsyncIterable<CapturedPrediction> {
    return this.read(`PREDICTIONS#${model}`, from, to, skew);
  }

  outcomes(model: string, from: number, to: number): AsyncIterable<Outcome> {
    return this.read(`OUTCOMES#${model}`, from, to, 0);
  }

  async byIds(model: string, ids: readonly string[]): Promise<CapturedPrediction[]> {
    const wanted = new Set(ids);
    const buckets = new Set(ids.flatMap((id) => timeOf(id) ?? []).map(bucketOf));
    const found = new Map<string, CapturedPrediction>();
    for (const bucket of buckets) {
      for await (const row of this.rows<CapturedPrediction>(`PREDICTIONS#${model}#${bucket}`)) {
        if (wanted.has(row.id)) found.set(row.id, row);
      }
    }
    return [...found.values()];
  }

  private async write<Row extends { readonly id: string; readonly at: number }>(
    prefix: string,
    rows: readonly Row[],
    timeOfRow: (row: Row) => number,
    days: number,
  ): Promise<void> {
    const ttl = Math.floor(Date.now() / 1000) + days * 86_400;
    const { items, tooLarge } = pack(rows, timeOfRow);
    const writes = items.map(async ({ bucket, at, texts }) =>
      this.table.put({
        pk: `${prefix}#${bucket}`,
        sk: `${String(at).padStart(14, '0')}#${randomUUID()}`,
        rows: await compress(`[${texts.join(',')}]`, { level: 1 }),
        ttl,
      }),
    );
    await Promise.all(writes);
    if (tooLarge.length > 0) {
      throw new InvalidInput(
        `${tooLarge.length} of ${rows.length} rows are larger than ${itemBytes} bytes and were not kept, the first is ${tooLarge[0]}: send smaller rows`,
        { ids: tooLarge },
      );
    }
  }

  private async *read<Row extends { readonly at: number }>(
    prefix: string,
    from: number,
    to: number,
    slack: number,
  ): AsyncGenerator<Row> {
    for (let bucket = bucketOf(from - slack); bucket * hour < to + slack; bucket++) {
      for await (const row of this.rows<Row>(`${prefix}#${bucket}`)) {
        if (row.at >= from && row.at < to) yield row;
      }
    }
  }

  private async *rows<Row>(pk: string): AsyncGenerator<Row> {
    for await (const { rows } of this.table.query({ pk }))
      yield* JSON.parse(String(await decompress(rows as Uint8Array))) as Row[];
  }
}

interface PackedRows {
  readonly bucket: number;
  /** Time of the first row. */
  readonly at: number;
  readonly texts: string[];
  bytes: number;
}

/** Rows by the hour, as many in an item as it takes. */
function pack<Row extends { readonly id: string; readonly at: number }>(
  rows: readonly Row[],
  timeOfRow: (row: Row) => number,
): { items: PackedRows[]; tooLarge: string[] } {
  const items: PackedRows[] = [];
  const open = new Map<number, PackedRows>();
  const tooLarge: string[] = [];
  for (const row of rows) {
    const text = JSON.stringify(row);
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > itemBytes) {
      tooLarge.push(row.id);
      continue;
    }
    const bucket = bucketOf(timeOfRow(row));
    let item = open.get(bucket);
    if (!item || item.bytes + bytes > itemBytes) {
      item = { bucket, at: row.at, texts: [], bytes: 0 };
      open.set(bucket, item);
      items.push(item);
    }
    item.texts.push(text);
    item.bytes += bytes;
  }
  return { items, tooLarge };
}

function bucketOf(time: number): number {
  return Math.floor(time / hour);
}

/** Milliseconds since 1970 in a UUIDv7: RFC 9562, section 5.7. */
function timeOf(id: string): number | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(id)) return undefined;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
