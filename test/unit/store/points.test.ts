import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../layers/store/dynamo.ts';
import { startRun, type TrackingStore } from '../../../layers/store/tracking.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await openDynalite();
});
afterAll(() => local.close());

/** As a process of its own has it: it knows nothing of what others wrote. */
const open = (): TrackingStore => openStore(local.table, local.client).tracking;

async function start(): Promise<string> {
  const id = randomUUID().replaceAll('-', '');
  await startRun(open(), { id, experiment: 'points', startedAt: '2026-11-25T00:00:00Z' });
  return id;
}

const loss = (value: number, step: number) => ({ key: 'loss', value, step, timestamp: 1 });

describe('points that many processes log', () => {
  test('are all there, each once, whoever files and merges them', async () => {
    const id = await start();
    const writers = Array.from({ length: 8 }, open);
    const log = async (writer: number, step: number) => {
      const own = { key: `own ${writer}`, value: step, step, timestamp: 1 };
      await writers[writer]!.runs.log(id, { metrics: [loss(writer, step), own] });
    };
    await Promise.all(
      writers.map(async (_, writer) => {
        for (let step = 0; step < 200; step++) await log(writer, step);
      }),
    );
    const { runs } = open();
    const expected = Array.from({ length: 200 }, (_, step) =>
      writers.map((__, writer) => loss(writer, step)),
    );
    const { points } = await runs.history(id, 'loss');
    expect(points).toEqual(expected.flat());
    expect((await runs.history(id, 'own 3')).points).toHaveLength(200);
    expect((await runs.get(id)).metrics.loss).toEqual(loss(7, 199));

    const paged = [];
    for (let after: string | undefined, first = true; first || after; first = false) {
      const page = await runs.history(id, 'loss', { limit: 300, ...(after && { after }) });
      paged.push(...page.points);
      after = page.next;
    }
    expect(paged).toEqual(points);
  });

  test('are all there when the tail is longer than one filing takes', async () => {
    const id = await start();
    for (let step = 0; step < 400; step++) await open().runs.log(id, { metrics: [loss(0, step)] });
    const { runs } = open();
    for (let step = 400; step < 500; step++) await runs.log(id, { metrics: [loss(0, step)] });
    expect((await runs.history(id, 'loss')).points.map(({ step }) => step)).toEqual(
      Array.from({ length: 500 }, (_, step) => step),
    );
  });
});
