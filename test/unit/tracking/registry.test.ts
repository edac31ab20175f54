import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, filesOf } from '../../../functions/tracking/app.ts';
import { openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore } from '../../../layers/store/dynamo.ts';
import { openTransfers } from '../../../layers/store/openTransfers.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

let local: LocalTable;
let app: Hono;
beforeAll(async () => {
  local = await openDynalite();
  app = createApp(
    openStore(local.table, local.client),
    filesOf(openArtifacts(), openTransfers(), 'file:///nowhere', 'default'),
  );
});
afterAll(() => local.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into, whatever they are.
async function call(method: Method, path: string, body: Record<string, unknown> = {}): Promise<any> {
  const query = method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
  const response = await app.request(`/api/2.0/mlflow/${path}${query}`, {
    method,
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const refused = (error_code: string, message = /.{20}/) => ({
  error_code,
  message: expect.stringMatching(message),
});
const invalid = refused('INVALID_PARAMETER_VALUE');
const missing = { status: 404, ...refused('RESOURCE_DOES_NOT_EXIST') };

async function newRun(): Promise<{ experiment: string; run: string; root: string }> {
  const { run } = await call('POST', 'runs/create', { experiment_id: '0' });
  return { experiment: '0', run: run.info.run_id, root: run.info.artifact_uri };
}

describe('the routes of registered models', () => {
  test('make, change, rename and delete one', async () => {
    const made = await call('POST', 'registered-models/create', {
      name: 'houses',
      tags: [{ key: 'a', value: 1 }, { key: 'b' }],
      description: 'prices',
    });
    expect(made.registered_model).toMatchObject({
      name: 'houses',
      description: 'prices',
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '' },
      ],
    });
    expect(await call('POST', 'registered-models/create', { name: 'houses' })).toMatchObject({
      status: 400,
      ...refused('RESOURCE_ALREADY_EXISTS'),
    });
    await call('POST', 'registered-models/set-tag', { name: 'houses', key: 'a', value: '2' });
    await call('DELETE', 'registered-models/delete-tag', { name: 'houses', key: 'b' });
    await call('PATCH', 'registered-models/update', { name: 'houses', description: 'more' });
    await call('POST', 'registered-models/rename', { name: 'houses', new_name: 'homes' });
    const { registered_model } = await call('GET', 'registered-models/get', { name: 'homes' });
    expect(registered_model).toMatchObject({
      name: 'homes',
      description: 'more',
      tags: [{ key: 'a', value: '2' }],
    });
    expect(await call('DELETE', 'registered-models/delete', { name: 'homes' })).toEqual({ status: 200 });
    expect(await call('GET', 'registered-models/get', { name: 'homes' })).toEqual(missing);
    const audit = await app.request('/api/2.0/millrace/models/homes/audit');
    expect(((await audit.json()) as { audit: unknown[] }).audit).toMatchObject([
      { action: 'delete' },
      { action: 'rename', from: 'houses', to: 'homes' },
    ]);
    expect((await app.request('/api/2.0/millrace/models/nobody/audit')).status).toBe(404);
  });

  test('refuse what is no name, no tag, and values over the limits', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'a/b' },
      { name: 'x'.repeat(100_000) },
      { name: 'ok', tags: [{ key: '../x', value: '' }] },
      { name: 'ok', tags: [{ key: 'x', value: 'y'.repeat(100_001) }] },
    ])
      expect(await call('POST', 'registered-models/create', body)).toMatchObject({ status: 400, ...invalid });
    expect(await call('GET', 'registered-models/search', { max_results: 1001 })).toMatchObject(invalid);
    expect(await call('GET', 'registered-models/search', { filter: "x = '1'" })).toMatchObject(invalid);
  });
});

describe('the routes of versions', () => {
  test('make, stage, alias and delete one', async () => {
    const { run, root } = await newRun();
    await call('POST', 'registered-models/create', { name: 'staged' });
    const { model_version } = await call('POST', 'model-versions/create', {
      name: 'staged',
      source: `${root}/model`,
      run_id: run,
      tags: [{ key: 'k', value: 'v' }],
    });
    expect(model_version).toMatchObject({
      version: '1',
      run_id: run,
      status: 'READY',
      current_stage: 'None',
      source: `${root}/model`,
    });
    const version = { name: 'staged', version: '1' };
    const moved = await call('POST', 'model-versions/transition-stage', {
      ...version,
      stage: 'staging',
      archive_existing_versions: true,
    });
    expect(moved.model_version.current_stage).toBe('Staging');
    await call('POST', 'registered-models/alias', { ...version, alias: 'best' });
    for (const method of ['GET', 'POST'] as const) {
      const latest = await call(method, 'registered-models/get-latest-versions', { name: 'staged' });
      expect(latest.model_versions).toMatchObject([{ version: '1', aliases: ['best'] }]);
    }
    expect(await call('GET', 'model-versions/get-download-uri', version)).toMatchObject({
      artifact_uri: `${root}/model`,
    });
    await call('PATCH', 'model-versions/update', { ...version, description: 'good' });
    await call('POST', 'model-versions/set-tag', { ...version, key: 'l', value: 'w' });
    await call('DELETE', 'model-versions/delete-tag', { ...version, key: 'k' });
    const filter = "tags.l = 'w'";
    expect((await call('GET', 'model-versions/search', { filter })).model_versions).toMatchObject([
      { ...version, description: 'good', tags: [{ key: 'l', value: 'w' }] },
    ]);
    await call('DELETE', 'registered-models/alias', { name: 'staged', alias: 'best' });
    expect(await call('GET', 'registered-models/alias', { name: 'staged', alias: 'best' })).toMatchObject({
      status: 400,
      ...invalid,
    });
    expect(await call('DELETE', 'model-versions/delete', version)).toEqual({ status: 200 });
    expect(await call('GET', 'model-versions/get', version)).toEqual(missing);
  });

  test('refuse sources that lie in another place than they say', async () => {
    const { run, root } = await newRun();
    const other = await newRun();
    const { model } = await call('POST', 'logged-models', { experiment_id: '0', name: 'kept' });
    const { model_id, artifact_uri } = model.info;
    await call('POST', 'registered-models/create', { name: 'sources' });
    const create = (body: object) => call('POST', 'model-versions/create', { name: 'sources', ...body });
    for (const body of [
      { source: '/etc/passwd' },
      { source: 'file:///etc/passwd', run_id: run },
      { source: 'etc', run_id: run },
      { source: 's3://bucket/../secret' },
      { source: 's3://bucket/a/%252e%252e/secret' },
      { source: 's3://bucket/a%00' },
      { source: `${root}/../../x`, run_id: run },
      { source: `${root}/%2e%2e/x`, run_id: run },
      { source: `${root}/model` },
      { source: `${root}2/model`, run_id: run },
      { source: `${other.root}/model`, run_id: run },
      { source: `${root}/model`, run_id: 'f'.repeat(32) },
      { source: 'https://host/api/2.0/mlflow-artifacts/artifacts/0/x', run_id: run },
      { source: `runs:/${run}/model` },
      { source: `runs:/${run}/model`, run_id: other.run },
      { source: `runs://host/${run}/model`, run_id: run },
      { source: `models:/${model_id}` },
      { source: `models:/m-${'0'.repeat(32)}`, model_id },
      { source: `${root}/model`, model_id },
      { source: `${artifact_uri}/x`, model_id: `m-${'0'.repeat(32)}` },
      { source: 'models:/sources/1/2' },
    ])
      expect({ body, ...(await create(body)) }).toMatchObject({ status: 400, ...invalid });
    for (const body of [
      { source: 's3://bucket/models/1' },
      { source: `runs:/${run}/model`, run_id: run },
      { source: artifact_uri, model_id },
      { source: `models:/${model_id}`, model_id },
    ])
      expect({ body, ...(await create(body)) }).toMatchObject({ status: 200 });
    const copied = await create({ source: 'models:/sources/4' });
    expect(copied.model_version).toMatchObject({ source: 'models:/sources/4', version: '5' });
    expect(
      await call('GET', 'model-versions/get-download-uri', { name: 'sources', version: '5' }),
    ).toMatchObject({
      artifact_uri,
    });
    expect(await create({ source: 'models:/sources/99' })).toEqual(missing);
    expect(await create({ source: 'models:/sources/4', run_id: run })).toMatchObject(invalid);
  });

  test('refuse to serve what no pipeline made', async () => {
    await call('POST', 'registered-models/create', { name: 'foreign' });
    await call('POST', 'model-versions/create', { name: 'foreign', source: 's3://bucket/onnx' });
    const promotion = await app.request('/api/2.0/millrace/models/foreign/promote', {
      method: 'POST',
      body: JSON.stringify({ version: '1' }),
    });
    expect(promotion.status).toBe(400);
    expect(await promotion.json()).toMatchObject(refused('INVALID_PARAMETER_VALUE', /cannot be served yet/));
    const shown = await app.request('/api/2.0/millrace/models/foreign');
    expect(await shown.json()).toMatchObject({
      latest: '1',
      versions: [{ version: '1', source: 's3://bucket/onnx', metrics: {} }],
    });
  });
});

describe('the routes of logged models', () => {
  test('log one, measure it and find it', async () => {
    const { run } = await newRun();
    const { experiment_id } = await call('POST', 'experiments/create', { name: 'models' });
    const { model } = await call('POST', 'logged-models', {
      experiment_id,
      source_run_id: run,
      model_type: 'agent',
      params: [{ key: 'p', value: '1' }],
    });
    const { model_id } = model.info;
    expect(model.info).toMatchObject({
      experiment_id,
      status: 'LOGGED_MODEL_PENDING',
      model_type: 'agent',
      artifact_uri: `mlflow-artifacts:/${experiment_id}/models/${model_id}/artifacts`,
    });
    const path = `logged-models/${model_id}`;
    expect((await call('PATCH', path, { status: 'LOGGED_MODEL_READY' })).model.info.status).toBe(
      'LOGGED_MODEL_READY',
    );
    expect((await call('PATCH', path, { status: 3 })).model.info.status).toBe('LOGGED_MODEL_UPLOAD_FAILED');
    expect(await call('PATCH', path, { status: 9 })).toMatchObject(invalid);
    await call('POST', `${path}/params`, { params: [{ key: 'q', value: '2' }] });
    await call('PATCH', `${path}/tags`, { tags: [{ key: 'a b/c', value: 'x' }] });
    await call('POST', 'runs/log-batch', {
      run_id: run,
      metrics: [
        { key: 'rmse', value: 'NaN', timestamp: 1, model_id, dataset_name: 'd', dataset_digest: 'x' },
        { key: 'other', value: 1, timestamp: 1 },
      ],
    });
    await call('POST', 'runs/log-metric', { run_id: run, key: 'mae', value: 2, timestamp: 1, model_id });
    const got = (await call('GET', path)).model;
    expect(got.data).toEqual({
      params: [
        { key: 'p', value: '1' },
        { key: 'q', value: '2' },
      ],
      metrics: expect.arrayContaining([
        {
          key: 'rmse',
          value: 'NaN',
          timestamp: 1,
          step: 0,
          model_id,
          run_id: run,
          dataset_name: 'd',
          dataset_digest: 'x',
        },
        { key: 'mae', value: 2, timestamp: 1, step: 0, model_id, run_id: run },
      ]),
    });
    const search = { experiment_ids: [experiment_id], order_by: [{ field_name: 'metrics.mae' }] };
    expect(await call('POST', 'logged-models/search', search)).toEqual({ status: 200, models: [got] });
    expect(await call('POST', 'logged-models/search', { filter: 'x' })).toMatchObject(invalid);
    expect(
      await call('POST', 'logged-models/search', { ...search, datasets: [{ dataset_digest: 'x' }] }),
    ).toMatchObject(invalid);
    expect(await call('DELETE', `${path}/tags/${encodeURIComponent('a b/c')}`)).toEqual({ status: 200 });
    expect(await call('DELETE', `${path}/tags/none`)).toEqual(missing);
    await call('DELETE', path);
    expect(await call('GET', path)).toEqual(missing);
    expect((await call('GET', path, { allow_deleted: 'true' })).model.info.model_id).toBe(model_id);
  });

  test('refuse names and experiments that are none', async () => {
    for (const name of ['a/b', 'a.b', "a'b", 'x'.repeat(501)])
      expect(await call('POST', 'logged-models', { experiment_id: '0', name })).toMatchObject(invalid);
    expect(await call('POST', 'logged-models', { experiment_id: '99' })).toEqual(missing);
    expect(await call('GET', 'logged-models/m-none')).toEqual(missing);
  });

  test('tie a run to the models that it logged', async () => {
    const { run } = await newRun();
    await call('POST', 'runs/outputs', { run_id: run, models: [{ model_id: 'm-1', step: 2 }] });
    const model = {
      run_id: run,
      artifact_path: 'm',
      utc_time_created: 'now',
      flavors: { f: { config: 1, a: 2 } },
    };
    for (let i = 0; i < 2; i++)
      expect(
        await call('POST', 'runs/log-model', { run_id: run, model_json: JSON.stringify(model) }),
      ).toEqual({
        status: 200,
      });
    const got = (await call('GET', 'runs/get', { run_id: run })).run;
    expect(got.outputs).toEqual({ model_outputs: [{ model_id: 'm-1', step: 2 }] });
    const { value } = got.data.tags.find(({ key }: { key: string }) => key === 'mlflow.log-model.history');
    expect(JSON.parse(value)).toEqual([1, 2].map(() => ({ ...model, flavors: { f: { a: 2 } } })));
    for (const model_json of ['{', '{}', 'null', '5'])
      expect(await call('POST', 'runs/log-model', { run_id: run, model_json })).toMatchObject(invalid);
    expect(
      await call('POST', 'runs/outputs', { run_id: 'f'.repeat(32), models: [{ model_id: 'm' }] }),
    ).toEqual(missing);
  });
});
