import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { CapturedPrediction, PredictionLog } from '../../../layers/store/predictionLog.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 24, 12);

function captured(at: number, index = 0, row: CapturedPrediction['row'] = { area: 1 }): CapturedPrediction {
  return { id: `${v7({ msecs: at })}:${index}`, at, version: '1', row, prediction: index };
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

export function checkPredictionLog(open: () => PredictionLog): void {
  const fresh = () => `model-${randomUUID()}`;

  test('a window holds the rows from its start up to its end, across hours', async () => {
    const log = open();
    const model = fresh();
    const rows = [noon - hour, noon - 1, noon, noon + 5, noon + hour, noon + 3 * hour].map((at) =>
      captured(at),
    );
    await log.capture(model, rows, 30);
    expect(ids(await collect(log.predictions(model, noon - 1, noon + hour)))).toEqual(ids(rows.slice(1, 4)));
    expect(await collect(log.predictions(model, noon + hour, noon + hour + 1))).toEqual([rows[4]]);
    expect(await collect(log.predictions(fresh(), noon - hour, noon + hour))).toEqual([]);
  });

  test('a row answered just past the hour of its id is in the window of its answer', async () => {
    const log = open();
    const model = fresh();
    const row = { ...captured(noon - 1), at: noon + 2 };
    await log.capture(model, [row], 30);
    expect(await collect(log.predictions(model, noon, noon + hour))).toEqual([row]);
    expect(await collect(log.predictions(model, noon - hour, noon))).toEqual([]);
    expect(await log.byIds(model, [row.id])).toEqual([row]);
  });

  test('predictions are found by their ids, in whichever hours they were made', async () => {
    const log = open();
    const model = fresh();
    const rows = Array.from({ length: 40 }, (_, i) => captured(noon + (i % 4) * hour, i));
    await log.capture(model, rows, 30);
    const wanted = rows.filter((_, i) => i % 7 === 0);
    const asked = [...ids(wanted), `${v7({ msecs: noon })}:0`, 'no-uuid'];
    expect(ids(await log.byIds(model, asked))).toEqual(ids(wanted));
  });

  test('rows beyond what one record takes are all kept, also where a character needs many bytes', async () => {
    const log = open();
    const model = fresh();
    const rows = Array.from({ length: 300 }, (_, i) => captured(noon, i, { text: '✓'.repeat(1000) }));
    await log.capture(model, rows, 30);
    expect(ids(await collect(log.predictions(model, noon, noon + 1)))).toEqual(ids(rows));
  });

  test('a row too large to keep is refused by its id, and takes no other row with it', async () => {
    const log = open();
    const model = fresh();
    const small = captured(noon, 0);
    const large = captured(noon, 1, { text: 'x'.repeat(400_000) });
    await expect(log.capture(model, [large, small], 30)).rejects.toMatchObject({
      name: 'InvalidInput',
      details: { ids: [large.id] },
    });
    expect(await collect(log.predictions(model, noon, noon + 1))).toEqual([small]);
  });

  test('many writers at once lose nothing', async () => {
    const log = open();
    const model = fresh();
    const rows = Array.from({ length: 32 }, (_, i) => captured(noon, i));
    await Promise.all(rows.map((row) => log.capture(model, [row], 30)));
    expect(ids(await collect(log.predictions(model, noon, noon + 1)))).toEqual(ids(rows));
  });

  test('outcomes are read by the time they came', async () => {
    const log = open();
    const model = fresh();
    const outcomes = [
      { id: `${v7()}:0`, outcome: 12.5, at: noon },
      { id: `${v7()}:1`, outcome: 'yes', at: noon + 2 * hour },
    ];
    await log.feedback(model, outcomes, 30);
    expect(await collect(log.outcomes(model, noon - 1, noon + 3 * hour))).toEqual(outcomes);
    expect(await collect(log.outcomes(model, noon + 1, noon + 3 * hour))).toEqual(outcomes.slice(1));
  });
}
