import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TableClient } from '../../../layers/store/table.ts';
import { ChangeLog } from '../../../layers/store/tracking/changes.ts';
import { DynamoExperiments } from '../../../layers/store/tracking/DynamoExperiments.ts';
import { DynamoRuns } from '../../../layers/store/tracking/DynamoRuns.ts';
import { RunIndexes } from '../../../layers/store/tracking/RunIndexes.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

let database: LocalTable;
beforeAll(async () => {
  database = await openDynalite();
});
afterAll(() => database.close());
const open = (scope = '') => {
  const table = new TableClient(database.table, database.client).within(scope);
  const changes = new ChangeLog(table, Date.now);
  return { runs: new DynamoRuns(table, changes, new RunIndexes(table, changes, Date.now)), experiments: new DynamoExperiments(table, Date.now) };
};
const newId = () => randomUUID().replaceAll('-', '');

test('runs', async () => {
  const { runs, experiments } = open();
  const exp = await experiments.create({ name: 'a' });
  const id = newId();
  await runs.create({ id, experimentId: exp, startedAt: 5, tags: { x: 'y', long: 'z'.repeat(5000) } });
  await runs.log(id, { metrics: [{ key: 'm', value: Number.NaN, timestamp: 3 }, { key: 'm', value: 1, step: 1, timestamp: 3 }], params: { a: 'b', big: 'q'.repeat(7000) }, tags: { t: '1' } });
  await runs.log(id, { params: { big: 'q'.repeat(7000) } });
  await expect(runs.log(id, { params: { a: 'c' } })).rejects.toThrow(/"b" and cannot become "c"/);
  const run = await runs.get(id);
  expect(run.tags.long).toHaveLength(5000);
  expect(run.params.big).toHaveLength(6000);
  expect(run.metrics.m!.value).toBe(1);
  const other = open();
  expect((await other.runs.search({ experimentIds: [exp], limit: 10, filter: "metrics.m >= 1 and tags.t = '1'" })).runs).toEqual([run]);
  await runs.log(id, { metrics: [{ key: 'm', value: 7, step: 2, timestamp: 3 }] });
  expect((await other.runs.search({ experimentIds: [exp], limit: 10, filter: 'metrics.m = 7' })).runs).toHaveLength(1);
  await runs.setLifecycle(id, 'deleted');
  await expect(runs.log(id, { tags: { a: 'c' } })).rejects.toThrow(/active/);
  await runs.setLifecycle(id, 'active');
  await runs.deleteTag(id, 'x');
  await expect(runs.deleteTag(id, 'x')).rejects.toThrow(/No tag/);
  expect((await open('w/').runs.search({ experimentIds: [exp], limit: 10 })).runs).toHaveLength(0);
});

test('many points', async () => {
  const { runs, experiments } = open();
  const exp = await experiments.ensure('b');
  const id = newId();
  await runs.create({ id, experimentId: exp, startedAt: 5 });
  const writers = Array.from({ length: 8 }, () => open().runs);
  await Promise.all(writers.map(async (one, w) => { for (let i = 0; i < 250; i++) await one.log(id, { metrics: [{ key: 'loss', value: w, step: i, timestamp: 1 }, { key: 'b', value: i, step: w, timestamp: 1 }] }); }));
  const { points } = await runs.history(id, 'loss');
  const seen = new Set(points.map((p) => p.value + ' ' + p.step)); console.log(Array.from({ length: 2000 }, (_, k) => (k % 8) + ' ' + (k >> 3)).filter((k) => !seen.has(k)).join(', '));
  expect(points).toHaveLength(2000);
  expect((await runs.history(id, 'b')).points).toHaveLength(2000);
  expect((await runs.get(id)).metrics.loss).toEqual({ key: 'loss', value: 7, step: 249, timestamp: 1 });
  let after: string | undefined; const all = [];
  do { const page = await runs.history(id, 'loss', { limit: 300, ...(after && { after }) }); all.push(...page.points); after = page.next; } while (after);
  expect(all).toEqual(points);
}, 60000);
