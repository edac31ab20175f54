import { expect, test } from 'vitest';
import { flat, rentOf } from './flats.ts';
import { flatLet, rent, serve } from './serve.ts';

const rows = [flat(1), flat(2), flat(3)];

test('a row is answered with the prediction that the pipeline itself makes', async () => {
  const { post } = await serve();
  const { status, headers, body } = await post('/v1/models/rent:predict', { instances: rows });
  expect(status).toBe(200);
  expect(body).toEqual({ predictions: [...rent.predictRecords(rows).values] });
  (body.predictions as number[]).forEach((one, row) => {
    expect(one).toBeCloseTo(rentOf(rows[row]!), 6);
  });
  const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  expect(headers.get('Prediction-Id')).toMatch(uuid7);
  expect(headers.get('Model-Version')).toBe('1');
});

test('rows may be values in the order of the signature, or columns', async () => {
  const { post } = await serve();
  const expected = [...rent.predictRecords(rows).values];
  const values = rows.map(({ area, rooms, district }) => [area, rooms, district]);
  const columns = {
    rooms: rows.map(({ rooms }) => rooms),
    district: rows.map(({ district }) => district),
    area: rows.map(({ area }) => area),
  };
  const byRow = await post('/v1/models/rent:predict', { instances: values });
  expect(byRow.body).toEqual({ predictions: expected });
  const byColumn = await post('/v1/models/rent:predict', { inputs: columns });
  expect(byColumn.body).toEqual({ outputs: expected });
});

test('a classification answers with the label and the probability of each class', async () => {
  const { post } = await serve();
  const { body } = await post('/v1/models/let:predict', { instances: rows });
  const { values, probabilities } = flatLet.predictRecords(rows);
  expect(body.predictions).toEqual(
    rows.map((_, row) => ({
      label: values[row],
      probabilities: { '-1': probabilities![0]![row], 1: probabilities![1]![row] },
    })),
  );
});

test.each([
  '/v1/models/rent:predict',
  '/v1/models/rent%3Apredict',
  '/v1/models/rent%3apredict',
  '/v1/models/rent/versions/1:predict',
  '/v1/models/rent/versions/1%3Apredict',
  '/v1/models/rent/labels/champion:predict',
])('%s names the model', async (path) => {
  const { post } = await serve();
  const { status, body } = await post(path, { instances: [rows[0]] });
  expect(status).toBe(200);
  expect((body.predictions as number[])[0]).toBeCloseTo(rentOf(rows[0]!), 6);
});

test('null is imputed where the model imputes; a category never seen is none of the known', async () => {
  const { post } = await serve();
  const odd = [
    { ...rows[0], area: null },
    { ...rows[0], district: 'moon' },
  ];
  const { status, body } = await post('/v1/models/rent:predict', { instances: odd });
  expect(status).toBe(200);
  expect(body.predictions).toEqual([...rent.predictRecords(odd).values]);
});

test('the model says its version and its signature', async () => {
  const { get } = await serve();
  const status = { error_code: 'OK', error_message: '' };
  for (const path of ['/v1/models/rent', '/v1/models/rent/versions/1', '/v1/models/rent/labels/champion']) {
    expect((await get(path)).body).toEqual({
      model_version_status: [{ version: '1', state: 'AVAILABLE', status }],
    });
    expect((await get(`${path}/metadata`)).body).toEqual({
      model_spec: { name: 'rent', signature_name: '', version: '1' },
      metadata: { signature: JSON.parse(JSON.stringify(rent.signature)) as unknown },
    });
  }
});

test('the app says that it is alive', async () => {
  const { get } = await serve();
  expect(await get('/ping')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('ten thousand rows are taken', async () => {
  const { post } = await serve();
  const many = Array.from({ length: 10_000 }, (_, index) => flat(index));
  const { status, body } = await post('/v1/models/rent:predict', { instances: many });
  expect(status).toBe(200);
  expect(body.predictions).toHaveLength(10_000);
});
