import { describe, expect, test } from 'vitest';
import { Transient } from '../../../layers/contracts/errors.ts';
import { flat } from './flats.ts';
import { MemoryRegistry } from './memoryStore.ts';
import { newVersion, serve } from './serve.ts';

const predict = '/v1/models/rent:predict';
const good = flat(1);
const { area: _, ...noArea } = good;
const rows = (...instances: unknown[]) => ({ instances });
const raw = (area: string) => `{"instances":[{"area":${area},"rooms":1,"district":"market"}]}`;

interface Case {
  readonly what: string;
  readonly body: unknown;
  readonly says: RegExp;
}

const invalid: readonly Case[] = [
  { what: 'a missing column', body: rows(good, noArea), says: /instances\[1\]\.area: is missing/ },
  { what: 'an extra column', body: rows({ ...good, colour: 'red' }), says: /colour.*no such column/ },
  { what: 'text for a number', body: rows({ ...good, area: 'large' }), says: /\[0\]\.area.*number.*"large"/ },
  { what: 'a boolean for a number', body: rows({ ...good, area: true }), says: /area.*true/ },
  { what: 'null where nothing is imputed', body: rows({ ...good, rooms: null }), says: /rooms.*null/ },
  { what: 'a list for a category', body: rows({ ...good, district: ['market'] }), says: /district.*text/ },
  { what: 'a number that overflows', body: raw('1e999'), says: /area.*Infinity/ },
  { what: 'a prediction that overflows', body: raw('1e308'), says: /\[0\].*prediction is Infinity/ },
  { what: 'NaN, which is not JSON', body: raw('NaN'), says: /not JSON/ },
  { what: 'a row that is a number', body: rows(7), says: /instances\[0\].*object/ },
  { what: 'a row that is null', body: rows(null), says: /instances\[0\].*object/ },
  { what: 'too few values', body: rows([50, 2]), says: /2 values where the model takes 3: area, rooms, dis/ },
  { what: 'a prototype for a column', body: raw('1,"__proto__":1'), says: /__proto__/ },
  { what: 'no rows', body: rows(), says: /must not be empty/ },
  { what: 'instances that are no list', body: { instances: good }, says: /instances must be a list/ },
  { what: 'columns that are a list', body: { inputs: [good] }, says: /inputs must be an object of columns/ },
  { what: 'no columns', body: { inputs: {} }, says: /must not be empty/ },
  {
    what: 'columns of different lengths',
    body: { inputs: { area: [50, 60], rooms: [2] } },
    says: /inputs\.rooms has 1 values where inputs\.area has 2/,
  },
  { what: 'a column that is no list', body: { inputs: { area: 50 } }, says: /inputs\.area must be a list/ },
  { what: 'both forms at once', body: { instances: [good], inputs: {} }, says: /either instances/ },
  { what: 'neither form', body: {}, says: /either instances/ },
  { what: 'an unknown key', body: { ...rows(good), rows: [] }, says: /unknown key "rows"/ },
  { what: 'text that is not JSON', body: 'area=50', says: /not JSON/ },
  { what: 'nothing', body: '', says: /empty/ },
  { what: 'a list', body: [good], says: /must be an object/ },
  { what: 'null', body: 'null', says: /must be an object/ },
];

const tooLarge: readonly Case[] = [
  {
    what: 'too many rows',
    body: rows(...new Array(10_001).fill(good)),
    says: /10001 rows are more than the 10000/,
  },
  {
    what: 'too long columns',
    body: { inputs: { area: new Array(10_001).fill(1) } },
    says: /10001 rows/,
  },
  { what: 'a body too large', body: ' '.repeat(6 * 1024 * 1024 + 1), says: /6291457 bytes/ },
  {
    what: 'a body too large in bytes, though not in characters',
    body: '✓'.repeat(3 * 1024 * 1024),
    says: /9437184 bytes/,
  },
];

const elsewhere: readonly { path: string; status: number; says: RegExp }[] = [
  { path: '/v1/models/nosuch:predict', status: 404, says: /nosuch/ },
  { path: '/v1/models/rent/versions/99:predict', status: 404, says: /no version 99: it has 1/ },
  { path: '/v1/models/rent/labels/nobody:predict', status: 404, says: /no alias nobody: it has champion/ },
  { path: '/v1/models/rent:explain', status: 404, says: /there is no/ },
  { path: '/v1/models/%zz:predict', status: 404, says: /there is no/ },
  { path: '/v2/models/rent/infer', status: 404, says: /there is no/ },
  { path: '/v1/models/rent/metadata', status: 405, says: /POST is not what .* takes: GET it/ },
];

describe('a bad request', () => {
  test.each(invalid)('$what is 400', async ({ body, says }) => {
    const { post, failures, predictions } = await serve();
    const answer = await post(predict, body);
    expect(answer.body).toEqual({ error: expect.stringMatching(says) });
    expect(answer.status).toBe(400);
    expect(failures).toEqual([]);
    expect(predictions.captured).toEqual([]);
  });

  test.each(tooLarge)('$what is 413', async ({ body, says }) => {
    const { post } = await serve();
    const answer = await post(predict, body);
    expect(answer.body).toEqual({ error: expect.stringMatching(says) });
    expect(answer.status).toBe(413);
  });

  test.each(elsewhere)('$path is $status', async ({ path, status, says }) => {
    const { post, failures } = await serve();
    const answer = await post(path, rows(good));
    expect(answer.body).toEqual({ error: expect.stringMatching(says) });
    expect(answer.status).toBe(status);
    expect(failures).toEqual([]);
  });

  test.each(['text/csv', 'multipart/form-data', 'application/jsonlines'])(
    'a body that is %s is 415',
    async (type) => {
      const { post } = await serve();
      const answer = await post(predict, rows(good), { 'content-type': type });
      expect(answer.body).toEqual({ error: expect.stringContaining(`is ${type}: send JSON`) });
      expect(answer.status).toBe(415);
    },
  );

  test('names every fault of its rows at once', async () => {
    const { post } = await serve();
    const { body } = await post(predict, rows({ ...good, area: 'a' }, noArea));
    expect(body.error).toMatch(/instances\[0\]\.area.*instances\[1\]\.area/s);
  });
});

test.each([
  undefined,
  'application/json; charset=utf-8',
  'Application/JSON',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
])('JSON as %s is taken', async (type) => {
  const { app } = await serve();
  const response = await app.request(predict, {
    method: 'POST',
    // Bytes have no content type of their own.
    body: new TextEncoder().encode(JSON.stringify(rows(good))),
    ...(type && { headers: { 'content-type': type } }),
  });
  expect(response.status).toBe(200);
});

describe('a fault of ours', () => {
  test('is 500 without details, and is told to the log', async () => {
    const { post, registry, failures, measured } = await serve();
    await registry.registerVersion('rent', newVersion('memory://gone'));
    const { status, body } = await post('/v1/models/rent/versions/2:predict', rows(good));
    expect(status).toBe(500);
    expect(body).toEqual({ error: expect.stringMatching(/log says why/) });
    const message = expect.stringMatching(/version 2 of rent.*memory:\/\/gone/);
    expect(failures).toEqual([expect.objectContaining({ message })]);
    expect(measured).toEqual([{ model: 'rent', failed: true }]);
  });

  test('that heals is 503', async () => {
    const registry = new MemoryRegistry();
    registry.getAlias = () => Promise.reject(new Transient('DynamoDB did not answer'));
    const { post, measured } = await serve({ registry });
    expect((await post(predict, rows(good))).status).toBe(503);
    expect(measured).toEqual([{ model: 'rent', failed: true }]);
  });
});

describe('what is measured', () => {
  test("is every request of a model that there is; the caller's faults are no failures", async () => {
    const { post, measured } = await serve();
    await post(predict, rows(good));
    await post(predict, rows(noArea));
    expect(measured).toEqual([
      { model: 'rent', failed: false },
      { model: 'rent', failed: false },
    ]);
  });

  test('is nothing of models that there are not, since their names are made up', async () => {
    const { post, measured } = await serve();
    await post('/v1/models/nosuch:predict', rows(good));
    await post('/v1/models/nosuch:predict', 'no JSON');
    expect(measured).toEqual([]);
  });
});
