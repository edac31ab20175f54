import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decodePoint, encodedLength, encodePoint, type MetricPoint } from '../metricPoint.ts';
import type { Item, TableClient } from '../table.ts';

/**
 * Where the points of a run's metrics lie. Logged ones are appended to the run's own item, its tail, which is one small write, and with it
 * the check that the run may be logged to. A tail that grew long is filed as one item of level 0, all keys mixed. Many of those are
 * merged into items of level 1, one metric each, compressed: a log-structured merge tree (O'Neil et al., 1996) of two levels.
 * Every step writes the same items when it is repeated, and a point that lies in two places is one point.
 */

/** A logged batch: lines of an encoded point, then its key, which has no line break: MLflow's names have none. */
export type Batch = string;

/** Batches, and characters, in a tail before it is filed. */
export const longestTail = { batches: 40, characters: 8000 };

/** Filed tails before they are merged. */
export const mergeEvery = 32;

/** Points in an item of level 1: 200 KB at most, however badly they compress. */
const pointsPerItem = 8000;

export function encodeBatch(points: readonly MetricPoint[]): Batch {
  return points.map((point) => `${encodePoint(point)}${point.key}`).join('\n');
}

/** Of each metric the newest point of the batches and of what was newest before them. */
export function latestOf(
  before: Readonly<Record<string, string>>,
  batches: readonly Batch[],
): Record<string, string> {
  const latest = new Map(Object.entries(before));
  for (const { key, text } of entriesOf(batches)) if (text > (latest.get(key) ?? '')) latest.set(key, text);
  return Object.fromEntries(latest);
}

function* entriesOf(batches: readonly Batch[]): Generator<{ key: string; text: string }> {
  for (const batch of batches) {
    for (const line of batch.split('\n'))
      yield { key: line.slice(encodedLength), text: line.slice(0, encodedLength) };
  }
}

const partition = (run: string) => `RUN#${run}`;
const levelZero = 'POINTS#0#';
/** Encoded, because a key may hold the separator. */
const levelOne = (key: string) => `POINTS#1#${encodeURIComponent(key)}#`;

/**
 * Files the batches of a tail. Of two that file the same one, each has an item of its own, since one may have seen more of it.
 *
 * @param number counts the filings of the run
 */
export async function fileTail(
  table: TableClient,
  run: string,
  number: number,
  batches: readonly Batch[],
): Promise<void> {
  const points = batches.join('\n');
  const hash = createHash('sha256').update(points).digest('hex').slice(0, 16);
  await table.put({ pk: partition(run), sk: `${levelZero}${ordinal(number)}#${hash}`, points });
}

/** Merges what was filed up to a number into items of one metric each. */
export async function mergeFiled(table: TableClient, run: string, number: number): Promise<void> {
  const filed = await table.all({
    pk: partition(run),
    between: [levelZero, `${levelZero}${ordinal(number)}#g`],
  });
  const byKey = new Map<string, string[]>();
  for (const { key, text } of entriesOf(filed.map(batchOf))) {
    const texts = byKey.get(key) ?? [];
    texts.push(text);
    byKey.set(key, texts);
  }
  const items = [...byKey].flatMap(([key, texts]) => {
    const sorted = [...new Set(texts)].sort();
    return Array.from({ length: Math.ceil(sorted.length / pointsPerItem) }, (_, part) => {
      const own = sorted.slice(part * pointsPerItem, (part + 1) * pointsPerItem);
      // By its last point, so that a page that continues after a point skips what lies before it.
      const sk = `${levelOne(key)}${own.at(-1)}#${ordinal(number)}`;
      return { pk: partition(run), sk, points: gzipSync(own.join(''), { level: 4 }) };
    });
  });
  await table.putAll(items);
  for (const { sk } of filed) await table.delete({ pk: partition(run), sk: String(sk) });
}

/**
 * Points of a metric in order, each once.
 *
 * @param tail batches that are not filed yet
 * @param after the encoded point that the page before ended with
 */
export async function readPoints(
  table: TableClient,
  run: string,
  key: string,
  { tail, after = '' }: { tail: readonly Batch[]; after?: string },
): Promise<string[]> {
  const prefix = levelOne(key);
  // In the order in which points move, so that none is missed on its way.
  const filed = await table.all({ pk: partition(run), prefix: levelZero });
  const merged = await table.all({ pk: partition(run), between: [`${prefix}${after}`, `${prefix}g`] });
  const texts = new Set<string>();
  for (const { points } of merged) {
    const all = gunzipSync(points as Uint8Array).toString('latin1');
    for (let at = 0; at < all.length; at += encodedLength) texts.add(all.slice(at, at + encodedLength));
  }
  for (const entry of entriesOf([...filed.map(batchOf), ...tail]))
    if (entry.key === key) texts.add(entry.text);
  return [...texts].filter((text) => text > after).sort();
}

export function decodeAll(key: string, texts: readonly string[]): MetricPoint[] {
  return texts.map((text) => decodePoint(key, text));
}

function batchOf({ points }: Item): Batch {
  return String(points);
}

function ordinal(number: number): string {
  return String(number).padStart(8, '0');
}
