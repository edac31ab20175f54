import { randomUUID } from 'node:crypto';
import type { CapturedPrediction, Outcome, PredictionLog } from './predictionLog.ts';
import type { TableClient } from './table.ts';

const hour = 3_600_000;
/** Characters of JSON in an item: DynamoDB takes 400 KB, of which a character may need three bytes. */
const itemCharacters = 120_000;

/** Predictions and outcomes in the table: many rows in an item, items by the hour (docs/adr/0003). */
export class DynamoPredictions implements PredictionLog {
  private readonly table: TableClient;

  constructor(table: TableClient) {
    this.table = table;
  }

  async capture(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void> {
    // A prediction is looked up by the hour in its id, so that is the hour it is filed under.
    for (const [bucket, group] of byHour(rows, ({ id, at }) => timeOf(id) ?? at)) {
      await this.write(`PREDICTIONS#${model}#${bucket}`, group, days);
    }
  }

  async feedback(model: string, outcomes: readonly Outcome[], days: number): Promise<void> {
    for (const [bucket, group] of byHour(outcomes, ({ at }) => at)) {
      await this.write(`OUTCOMES#${model}#${bucket}`, group, days);
    }
  }

  predictions(model: string, from: number, to: number): AsyncIterable<CapturedPrediction> {
    return this.read(`PREDICTIONS#${model}`, from, to);
  }

  outcomes(model: string, from: number, to: number): AsyncIterable<Outcome> {
    return this.read(`OUTCOMES#${model}`, from, to);
  }

  async byIds(model: string, ids: readonly string[]): Promise<CapturedPrediction[]> {
    const wanted = new Set(ids);
    const buckets = new Set(ids.flatMap((id) => timeOf(id) ?? []).map((time) => Math.floor(time / hour)));
    const found: CapturedPrediction[] = [];
    for (const bucket of buckets) {
      for await (const row of this.rows<CapturedPrediction>(`PREDICTIONS#${model}#${bucket}`)) if (wanted.has(row.id)) found.push(row);
    }
    return found;
  }

  private async write(pk: string, rows: readonly { readonly at: number }[], days: number): Promise<void> {
    for (const chunk of chunksOf(rows)) {
      const sk = `${String(chunk.rows[0]!.at).padStart(14, '0')}#${randomUUID()}`;
      await this.table.put({ pk, sk, rows: `[${chunk.texts.join(',')}]`, ttl: Math.floor(Date.now() / 1000) + days * 86_400 });
    }
  }

  private async *read<Row extends { readonly at: number }>(prefix: string, from: number, to: number): AsyncGenerator<Row> {
    for (let bucket = Math.floor(from / hour); bucket * hour < to; bucket++) {
      for await (const row of this.rows<Row>(`${prefix}#${bucket}`)) if (row.at >= from && row.at < to) yield row;
    }
  }

  private async *rows<Row>(pk: string): AsyncGenerator<Row> {
    for await (const item of this.table.query({ pk })) yield* JSON.parse(String(item['rows'])) as Row[];
  }
}

function byHour<Row>(rows: readonly Row[], timeOfRow: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const bucket = Math.floor(timeOfRow(row) / hour);
    const group = groups.get(bucket);
    if (group) group.push(row);
    else groups.set(bucket, [row]);
  }
  return groups;
}

function chunksOf<Row>(rows: readonly Row[]): { rows: Row[]; texts: string[] }[] {
  const chunks: { rows: Row[]; texts: string[]; size: number }[] = [];
  for (const row of rows) {
    const text = JSON.stringify(row);
    const last = chunks.at(-1);
    if (last && last.size + text.length <= itemCharacters) {
      last.rows.push(row);
      last.texts.push(text);
      last.size += text.length;
    } else chunks.push({ rows: [row], texts: [text], size: text.length });
  }
  return chunks;
}

/** Milliseconds since 1970 in a UUIDv7: RFC 9562, section 5.7. */
function timeOf(id: string): number | undefined {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id) ? time : undefined;
}
