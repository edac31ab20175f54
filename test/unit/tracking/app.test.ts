import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, filesOf } from '../../../functions/tracking/app.ts';
import { joinUri, openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore } from '../../../layers/store/dynamo.ts';
import { openTransfers } from '../../../layers/store/openTransfers.ts';
import { startRun } from '../../../layers/store/tracking.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

const day = Date.UTC(2026, 10, 24);
const run = 'a'.repeat(32);
const trial = 'b'.repeat(32);
const later = 'c'.repeat(32);
const missingRun = 'd'.repeat(32);

let local: LocalTable;
let folder: string;
let app: Hono;

beforeAll(async () => {
  local = await openDynalite();
  folder = await mkdtemp(join(tmpdir(), 'tracking-'));
  const artifacts = openArtifacts();
  const store = openStore(local.table, local.client);
  const { tracking, registry, reports } = store;
  const base = pathToFileURL(folder).href;
  await artifacts.put(joinUri(base, 'models/hash.json'), '{"a":1}');
  const started = (ms: number) => new Date(day + ms).toISOString();
  await startRun(tracking, {
    id: run,
    experiment: 'housing',
    name: 'first',
    startedAt: started(0),
    tags: { by: 'ada' },
  });
  await tracking.runs.log(run, { params: { model: 'ridge' } });
  await tracking.runs.log(run, {
    metrics: [
      { key: 'rmse', value: 3, step: 0, timestamp: day },
      { key: 'rmse', value: 2, step: 1, timestamp: day + 1 },
      { key: 'rmse', value: Number.NaN, step: 2, timestamp: day + 2 },
    ],
  });
  await tracking.runs.logArtifact(run, 'pipeline.json', joinUri(base, 'models/hash.json'));
  await tracking.runs.logArtifact(run, 'plots/roc.png', joinUri(base, 'gone.png'));
  await tracking.runs.end(run, 'FINISHED', 'rmse is 2, above the gate');
  await startRun(tracking, { id: trial, experiment: 'housing', startedAt: started(5), parentId: run });
  await startRun(tracking, { id: later, experiment: 'churn', startedAt: started(10) });
  for (const [index, runId] of [run, later].entries()) {
    await registry.registerVersion('housing', {
      runId,
      pipelineUri: joinUri(base, 'models/hash.json'),
      profileUri: joinUri(base, 'profile.json'),
      metrics: { rmse: 2 },
      params: { model: 'ridge' },
      monitor: { capture: 1, retention: 30 },
      createdAt: day + index,
    });
  }
  await reports.putReport('housing', day, { dataDrift: true });
  app = createApp(store, filesOf(artifacts, openTransfers(), base, 'default'));
});

afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

async function call(method: 'GET' | 'POST', path: string, body?: unknown, bindings?: object) {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await app.request(`/api/2.0/${path}`, init, bindings);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const get = (path: string) => call('GET', path);
const post = (path: string, body?: unknown, bindings?: object) => call('POST', path, body, bindings);

const refusal = (code: string) => ({ error_code: code, message: expect.stringMatching(/.{20}/) });
const invalid = { status: 400, body: refusal('INVALID_PARAMETER_VALUE') };
const missing = { status: 404, body: refusal('RESOURCE_DOES_NOT_EXIST') };

const idOf = async (name: string) => {
  const { body } = await get(`mlflow/experiments/get-by-name?experiment_name=${name}`);
  return (body.experiment as { experiment_id: string }).experiment_id;
};
const runIds = (body: Record<string, unknown>) =>
  (body.runs as { info: { run_id: string } }[]).map(({ info }) => info.run_id);

describe('experiments', () => {
  test('are searched by GET and POST, newest first, page by page', async () => {
    const query = { filter: "name != 'Default'", max_results: 1 };
    const first = await get(
      `mlflow/experiments/search?${new URLSearchParams({ ...query, max_results: '1' })}`,
    );
    expect(first).toMatchObject({ status: 200, body: { experiments: [{ name: 'churn' }] } });
    const second = await post('mlflow/experiments/search', {
      ...query,
      page_token: first.body.next_page_token,
    });
    expect(second.body).toEqual({
      experiments: [
        {
          experiment_id: await idOf('housing'),
          name: 'housing',
          artifact_location: `mlflow-artifacts:/${await idOf('housing')}`,
          lifecycle_stage: 'active',
          creation_time: expect.any(Number),
          last_update_time: expect.any(Number),
          tags: [],
        },
      ],
    });
  });

  test('are got by id and by name', async () => {
    const id = await idOf('housing');
    expect(await get(`mlflow/experiments/get?experiment_id=${id}`)).toMatchObject({
      body: { experiment: { experiment_id: id, name: 'housing' } },
    });
    expect(await get('mlflow/experiments/get?experiment_id=1')).toEqual(missing);
    expect(await get('mlflow/experiments/get-by-name?experiment_name=none')).toEqual(missing);
    expect(await get('mlflow/experiments/get')).toEqual(invalid);
  });

  test('are filtered and ordered', async () => {
    const { body } = await post('mlflow/experiments/search', {
      filter: "name LIKE '%u%'",
      order_by: ['name ASC'],
    });
    expect(body.experiments).toMatchObject([{ name: 'Default' }, { name: 'churn' }, { name: 'housing' }]);
    expect(await post('mlflow/experiments/search', { filter: 'metrics.a < 1' })).toEqual(invalid);
  });
});

describe('runs', () => {
  test('have the form of MLflow', async () => {
    const { body } = await get(`mlflow/runs/get?run_id=${run}`);
    expect(body).toEqual({
      run: {
        info: {
          run_id: run,
          run_uuid: run,
          run_name: 'first',
          experiment_id: await idOf('housing'),
          user_id: '',
          status: 'FINISHED',
          start_time: day,
          end_time: expect.any(Number),
          artifact_uri: `mlflow-artifacts:/${await idOf('housing')}/${run}/artifacts`,
          lifecycle_stage: 'active',
        },
        data: {
          metrics: [{ key: 'rmse', value: 'NaN', step: 2, timestamp: day + 2 }],
          params: [{ key: 'model', value: 'ridge' }],
          tags: [
            { key: 'mlflow.runName', value: 'first' },
            { key: 'millrace.reason', value: 'rmse is 2, above the gate' },
            { key: 'by', value: 'ada' },
          ],
        },
        inputs: { dataset_inputs: [], model_inputs: [] },
        outputs: { model_outputs: [] },
      },
    });
    expect(await get(`mlflow/runs/get?run_uuid=${run}`)).toMatchObject({ status: 200 });
    expect(await get(`mlflow/runs/get?run_id=${missingRun}`)).toEqual(missing);
    expect(await get('mlflow/runs/get')).toEqual(invalid);
  });

  test('are searched in some experiments, newest first, page by page', async () => {
    const experiment_ids = [await idOf('housing'), await idOf('churn'), '12345'];
    const first = await post('mlflow/runs/search', { experiment_ids, max_results: 1 });
    expect(runIds(first.body)).toEqual([later]);
    const second = await post('mlflow/runs/search', {
      experiment_ids,
      max_results: 1,
      page_token: first.body.next_page_token,
    });
    expect(runIds(second.body)).toEqual([trial]);
    const third = await post('mlflow/runs/search', {
      experiment_ids,
      max_results: 1,
      page_token: second.body.next_page_token,
    });
    expect(runIds(third.body)).toEqual([run]);
    expect(third.body).not.toHaveProperty('next_page_token');
    const one = await post('mlflow/runs/search', {
      experiment_ids: experiment_ids.slice(1),
      order_by: ['attributes.start_time DESC'],
    });
    expect(runIds(one.body)).toEqual([later]);
    expect(runIds((await post('mlflow/runs/search', { experiment_ids: ['12345'] })).body)).toEqual([]);
    expect(
      runIds((await post('mlflow/runs/search', { experiment_ids, run_view_type: 'DELETED_ONLY' })).body),
    ).toEqual([]);
  });

  test('below a run are found by the tag of their parent', async () => {
    const filter = `tags.mlflow.parentRunId = '${run}'`;
    const { body } = await post('mlflow/runs/search', { experiment_ids: [await idOf('housing')], filter });
    expect(runIds(body)).toEqual([trial]);
  });

  test('refuse what the search cannot do', async () => {
    for (const query of [
      { filter: "metrics.rmse LIKE '1'" },
      { order_by: ['metrics.rmse UPWARDS'] },
      { max_results: 0 },
      { max_results: 'many' },
      { page_token: 'x' },
    ]) {
      expect(await post('mlflow/runs/search', query)).toEqual(invalid);
    }
  });

  test('give the history of a metric, page by page', async () => {
    const path = `mlflow/metrics/get-history?run_id=${run}&metric_key=rmse&max_results=2`;
    const first = await get(path);
    expect(first.body.metrics).toEqual([
      { key: 'rmse', value: 3, step: 0, timestamp: day },
      { key: 'rmse', value: 2, step: 1, timestamp: day + 1 },
    ]);
    const second = await get(`${path}&page_token=${first.body.next_page_token}`);
    expect(second.body).toEqual({ metrics: [{ key: 'rmse', value: 'NaN', step: 2, timestamp: day + 2 }] });
    expect(await get(`mlflow/metrics/get-history?run_id=${missingRun}&metric_key=rmse`)).toEqual(missing);
  });

  test('list their artifacts as folders and files', async () => {
    const root_uri = `mlflow-artifacts:/${await idOf('housing')}/${run}/artifacts`;
    expect((await get(`mlflow/artifacts/list?run_id=${run}`)).body).toEqual({
      root_uri,
      files: [
        { path: 'pipeline.json', is_dir: false, file_size: 7 },
        { path: 'plots', is_dir: true },
      ],
    });
    expect((await get(`mlflow/artifacts/list?run_id=${run}&path=plots`)).body).toEqual({
      root_uri,
      files: [{ path: 'plots/roc.png', is_dir: false }],
    });
  });
});

describe('registered models and their versions', () => {
  const version = (number: string, runId: string, aliases: string[] = []) =>
    expect.objectContaining({
      name: 'housing',
      version: number,
      run_id: runId,
      status: 'READY',
      current_stage: 'None',
      aliases,
    });

  test('are got and searched', async () => {
    const model = expect.objectContaining({
      name: 'housing',
      creation_timestamp: day,
      last_updated_timestamp: day + 1,
      latest_versions: [version('2', later)],
    });
    expect((await get('mlflow/registered-models/get?name=housing')).body).toEqual({
      registered_model: model,
    });
    expect((await get('mlflow/registered-models/search?max_results=1000')).body).toEqual({
      registered_models: [model],
    });
    expect(await get('mlflow/registered-models/get?name=none')).toEqual(missing);
    expect((await get('mlflow/model-versions/get?name=housing&version=1')).body).toEqual({
      model_version: version('1', run),
    });
    expect(await get('mlflow/model-versions/get?name=housing&version=9')).toEqual(missing);
    expect(await get('mlflow/model-versions/get?name=housing')).toEqual(invalid);
  });

  test('are searched by the filters that clients send', async () => {
    const search = async (filter: string) =>
      (await get(`mlflow/model-versions/search?filter=${encodeURIComponent(filter)}`)).body;
    expect(await search("name='housing'")).toEqual({
      model_versions: [version('2', later), version('1', run)],
    });
    expect(await search(`run_id = '${run}'`)).toEqual({ model_versions: [version('1', run)] });
    expect(await search("name='none'")).toEqual({ model_versions: [] });
    expect(await search("name LIKE 'h%' AND version_number > 1")).toEqual({
      model_versions: [version('2', later)],
    });
    expect(await search("speed = 'h'")).toEqual(invalid.body);
  });

  test('an alias is set, found, and missing as MLflow says it', async () => {
    const alias = 'mlflow/registered-models/alias';
    expect(await get(`${alias}?name=housing&alias=none`)).toEqual(invalid);
    expect(await get(`${alias}?name=none&alias=challenger`)).toEqual(missing);
    expect(await post(alias, { name: 'housing', alias: 'challenger', version: '9' })).toEqual(missing);
    expect(await post(alias, { name: 'housing', alias: 'latest', version: '1' })).toEqual(invalid);
    expect(await post(alias, { name: 'housing', alias: 'challenger', version: 1 })).toEqual({
      status: 200,
      body: {},
    });
    expect((await get(`${alias}?name=housing&alias=challenger`)).body).toEqual({
      model_version: version('1', run, ['challenger']),
    });
    expect((await get('mlflow/registered-models/get?name=housing')).body.registered_model).toMatchObject({
      aliases: [{ alias: 'challenger', version: '1' }],
    });
  });
});

describe("Millrace's own routes", () => {
  const model = 'millrace/models/housing';

  test('a version is promoted and rolled back, audited with whom IAM vouches for', async () => {
    expect(await post(`${model}/promote`, { version: '1', actor: 'ada' })).toEqual({
      status: 200,
      body: { model: 'housing', alias: 'champion', version: '1' },
    });
    const iam = { requestContext: { identity: { userArn: 'arn:aws:iam::1:user/eve' } } };
    await post(`${model}/promote`, { version: 2, actor: 'ada', reason: 'better' }, iam);
    const stale = await post(`${model}/promote`, { version: '1', expected: '1' });
    expect(stale).toEqual({ status: 409, body: refusal('RESOURCE_CONFLICT') });
    expect(await post(`${model}/rollback`)).toEqual({
      status: 200,
      body: { model: 'housing', alias: 'champion', from: '2', to: '1' },
    });
    expect(await post(`${model}/rollback`)).toEqual({ status: 409, body: refusal('RESOURCE_CONFLICT') });
    const { body } = await get(`${model}/audit`);
    const moves = (body.audit as { alias?: string }[]).filter(({ alias }) => alias === 'champion');
    expect(moves).toMatchObject([
      { action: 'rollback', from: '2', to: '1', actor: 'unknown' },
      { action: 'promote', from: '1', to: '2', actor: 'arn:aws:iam::1:user/eve', reason: 'better' },
      { action: 'promote', to: '1', actor: 'ada' },
    ]);
  });

  test('bad requests say what is wrong', async () => {
    expect(await post(`${model}/promote`, {})).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('version') },
    });
    expect(await post(`${model}/promote`, { version: '7' })).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('2, 1') },
    });
    expect(await post('millrace/models/none/rollback')).toEqual(missing);
    const response = await app.request(`/api/2.0/${model}/promote`, { method: 'POST', body: '{' });
    expect({ status: response.status, body: await response.json() }).toEqual(invalid);
  });

  test('a model is seen whole, with its versions and the latest drift report', async () => {
    const { body } = await get(model);
    expect(body).toMatchObject({
      name: 'housing',
      latest: '2',
      versions: [{ version: '2' }, { version: '1', params: { model: 'ridge' } }],
    });
    expect(await get(`${model}/drift`)).toEqual({ status: 200, body: { dataDrift: true } });
    expect(await get('millrace/models/none/drift')).toEqual(missing);
  });

  test('an unknown route is answered in the same form', async () => {
    expect(await get('mlflow/nothing')).toEqual({ status: 404, body: refusal('ENDPOINT_NOT_FOUND') });
  });
});
