import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, filesOf } from '../../../functions/tracking/app.ts';
import { createWorkspaces } from '../../../functions/tracking/workspaces.ts';
import { joinUri, openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore } from '../../../layers/store/dynamo.ts';
import { openTransfers } from '../../../layers/store/openTransfers.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
const proxy = '/api/2.0/mlflow-artifacts';
const artifacts = openArtifacts();

let local: LocalTable;
let folder: string;
let base: string;
let app: Hono;
let run: string;
let experiment: string;
let root: string;

beforeAll(async () => {
  local = await openDynalite();
  folder = await mkdtemp(join(tmpdir(), 'tracking-artifacts-'));
  await writeFile(join(folder, 'secret.txt'), 'outside');
  base = pathToFileURL(join(folder, 'bucket')).href;
  const transfers = openTransfers({ url: 'http://files', key: 'k' });
  app = createWorkspaces((workspace) =>
    createApp(
      openStore(local.table, local.client, workspace),
      filesOf(artifacts, transfers, base, workspace),
    ),
  );
  experiment = (await post('/api/2.0/mlflow/experiments/create', { name: 'e' })).experiment_id;
  const created = await post('/api/2.0/mlflow/runs/create', { experiment_id: experiment });
  run = created.run.info.run_id;
  root = `${experiment}/${run}/artifacts`;
});
afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true });
});

async function post(path: string, body: unknown) {
  const answer = await app.request(path, { method: 'POST', body: JSON.stringify(body) });
  return JSON.parse(await answer.text());
}
const get = (path: string) => app.request(path);
const json = async (path: string) => JSON.parse(await (await get(path)).text());
const put = (path: string, body: Uint8Array<ArrayBuffer> | string = bytes, headers = {}) =>
  app.request(`${proxy}/artifacts/${path}`, { method: 'PUT', body, headers });
const del = (path: string) => app.request(`${proxy}/artifacts/${path}`, { method: 'DELETE' });
const listed = async (path: string) => json(`/api/2.0/mlflow/artifacts/list?run_id=${run}&path=${path}`);
const bodyOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

describe('artifacts', () => {
  test('come back as they went, wherever they are asked for', async () => {
    expect(await (await put(`${root}/in/text%20%C3%A9.txt`)).json()).toEqual({});
    const query = `path=in/text%20%C3%A9.txt&run_`;
    for (const path of [
      `${proxy}/artifacts/${root}/in/text%20%C3%A9.txt`,
      `/ajax-api/2.0/mlflow-artifacts/artifacts/${root}/in/text%20%C3%A9.txt`,
      `/get-artifact?${query}id=${run}`,
      `/get-artifact?${query}uuid=${run}`,
    ]) {
      const answer = await get(path);
      expect(await bodyOf(answer), path).toEqual(bytes);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(answer.headers.get('content-disposition')).toBe(
        "attachment; filename*=UTF-8''text%20%C3%A9.txt",
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await artifacts.exists(joinUri(base, 'mlflow/default', root, 'in/text é.txt'))).toBe(true);
    expect(await listed('in')).toEqual({
      root_uri: `mlflow-artifacts:/${root}`,
      files: [{ path: 'in/text é.txt', is_dir: false, file_size: 1000 }],
    });
    expect(await json(`${proxy}/artifacts?path=${root}`)).toEqual({ files: [{ path: 'in', is_dir: true }] });
  });

  test('of nothing are files too', async () => {
    await put(`${root}/empty`, '');
    expect(await bodyOf(await get(`${proxy}/artifacts/${root}/empty`))).toEqual(new Uint8Array());
  });

  test('are uploaded by the page', async () => {
    const upload = (query: string, body: Uint8Array<ArrayBuffer> | null = bytes) =>
      app.request(`/ajax-api/2.0/mlflow/upload-artifact?${query}`, { method: 'POST', body });
    expect((await upload(`run_uuid=${run}&path=up/a.png`)).status).toBe(200);
    const answer = await get(`/get-artifact?run_id=${run}&path=up/a.png`);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(await bodyOf(answer)).toEqual(bytes);
    for (const [query, body] of [
      ['path=a', bytes],
      [`run_uuid=${run}`, bytes],
      [`run_uuid=${run}&path=a`, null],
      [`run_uuid=${run}&path=../a`, bytes],
    ] as const)
      expect((await upload(query, body)).status, query).toBe(400);
    expect((await upload(`run_uuid=${'0'.repeat(32)}&path=a`)).status).toBe(404);
  });

  test('that a pipeline keeps elsewhere are seen and got among the others', async () => {
    const { tracking } = openStore(local.table, local.client);
    await artifacts.put(joinUri(base, 'models/hash/pipeline.json'), '{"a":1}');
    await tracking.runs.logArtifact(
      run,
      'mixed/made/pipeline.json',
      joinUri(base, 'models/hash/pipeline.json'),
    );
    await tracking.runs.logArtifact(run, 'mixed/gone.json', joinUri(base, 'models/none.json'));
    await put(`${root}/mixed/own.txt`);
    expect((await listed('mixed')).files).toEqual([
      { path: 'mixed/gone.json', is_dir: false },
      { path: 'mixed/made', is_dir: true },
      { path: 'mixed/own.txt', is_dir: false, file_size: 1000 },
    ]);
    expect((await json(`${proxy}/artifacts?path=${root}/mixed/made`)).files).toEqual([
      { path: 'pipeline.json', is_dir: false, file_size: 7 },
    ]);
    expect(await json(`${proxy}/artifacts/${root}/mixed/made/pipeline.json`)).toEqual({ a: 1 });
    expect((await get(`${proxy}/artifacts/${root}/mixed/gone.json`)).status).toBe(404);
    expect(await json(`${proxy}/artifacts/${root}/mixed/made`)).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('directory'),
    });
  });

  test('are deleted one by one or with their folder', async () => {
    for (const path of ['del/a/1', 'del/a/2', 'del/b']) await put(`${root}/${path}`);
    await del(`${root}/del/a/1`);
    expect((await listed('del/a')).files.map(({ path }: { path: string }) => path)).toEqual(['del/a/2']);
    expect(await (await del(`${root}/del/a/`)).json()).toEqual({});
    expect((await listed('del')).files.map(({ path }: { path: string }) => path)).toEqual(['del/b']);
    expect((await del(`${root}/none`)).status).toBe(200);
    expect((await del('')).status).toBe(400);
  });

  test('that are missing are RESOURCE_DOES_NOT_EXIST, and folders are no files', async () => {
    expect(await json(`${proxy}/artifacts/${root}/none`)).toMatchObject({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
    });
    expect(await json(`${proxy}/presigned/${root}/none`)).toMatchObject({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
    });
    expect(await json(`${proxy}/artifacts/${experiment}`)).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
    });
    expect((await listed('none')).files).toEqual([]);
  });

  test('that are large go by signed URLs, up and down', async () => {
    const uri = joinUri(base, 'mlflow/default', root, 'large.bin');
    await artifacts.put(uri, new Uint8Array(4 * 1024 * 1024 + 1));
    const down = await get(`${proxy}/artifacts/${root}/large.bin`);
    expect(down.status).toBe(302);
    const given = new URL(down.headers.get('location')!).searchParams;
    expect([given.get('method'), given.get('uri')]).toEqual(['GET', uri]);
    expect(await json(`${proxy}/presigned/${root}/large.bin`)).toEqual({
      url: expect.stringContaining('method=GET'),
      headers: {},
      file_size: 4 * 1024 * 1024 + 1,
    });
    const up = await put(`${root}/new.bin`, '', { 'content-length': '5000000' });
    expect(up.status).toBe(307);
    const taken = new URL(up.headers.get('location')!).searchParams;
    expect([taken.get('method'), taken.get('uri')]).toEqual(['PUT', uri.replace('large', 'new')]);
  });

  test('go up in parts', async () => {
    const path = `${root}/parts`;
    const { upload_id: id, credentials } = await post(`${proxy}/mpu/create/${path}`, {
      path: 'big.bin',
      num_parts: 2,
    });
    expect(credentials.map(({ part_number }: { part_number: number }) => part_number)).toEqual([1, 2]);
    const uriOf = (url: string) => new URL(url).searchParams.get('uri')!;
    const parts = [];
    for (const { url, part_number } of credentials) {
      await artifacts.put(uriOf(url), `part ${part_number}`);
      parts.push({ part_number, etag: '"6-0"', url });
    }
    const completion = { path: 'C:\\me\\big.bin', upload_id: id, parts };
    expect(await post(`${proxy}/mpu/complete/${path}`, completion)).toEqual({});
    expect(await (await get(`${proxy}/artifacts/${path}/big.bin`)).text()).toBe('part 1part 2');
    expect(await post(`${proxy}/mpu/abort/${path}`, { path: 'big.bin', upload_id: id })).toEqual({});
    for (const bad of [
      { path: '..', num_parts: 1 },
      { path: 'a', num_parts: 0 },
      { path: 'a', num_parts: 100_000 },
      { num_parts: 1 },
    ])
      expect(await post(`${proxy}/mpu/create/${path}`, bad)).toMatchObject({
        error_code: 'INVALID_PARAMETER_VALUE',
      });
  });

  test('of logged models and of versions are seen where the models lie', async () => {
    const made = await post('/api/2.0/mlflow/logged-models', { experiment_id: experiment, name: 'm' });
    const { model_id: id, artifact_uri } = made.model.info;
    const place = artifact_uri.replace('mlflow-artifacts:/', '');
    await put(`${place}/deep/MLmodel`, 'flavors:');
    const models = `/ajax-api/2.0/mlflow/logged-models/${id}/artifacts`;
    expect(await json(`${models}/directories?artifact_directory_path=deep`)).toEqual({
      root_uri: artifact_uri,
      files: [{ path: 'deep/MLmodel', is_dir: false, file_size: 8 }],
    });
    expect(await (await get(`${models}/files?artifact_file_path=deep/MLmodel`)).text()).toBe('flavors:');
    await post('/api/2.0/mlflow/registered-models/create', { name: 'm' });
    const version = { name: 'm', source: artifact_uri, model_id: id };
    await post('/api/2.0/mlflow/model-versions/create', version);
    const ofVersion = '/model-versions/get-artifact?name=m&version=1&path=';
    expect(await (await get(`${ofVersion}deep/MLmodel`)).text()).toBe('flavors:');
    for (const path of [`${ofVersion}../x`, `${models}/files?artifact_file_path=..`])
      expect((await get(path)).status).toBe(400);
    expect((await get(`${ofVersion}none`)).status).toBe(404);
  });

  test('of an experiment that lies elsewhere are not looked for', async () => {
    for (const place of [pathToFileURL(folder).href, 's3://other/place', '/tmp', 'mlflow-artifacts:/../..']) {
      const { experiment_id } = await post('/api/2.0/mlflow/experiments/create', {
        name: place,
        artifact_location: place,
      });
      if (experiment_id === undefined) continue;
      const created = await post('/api/2.0/mlflow/runs/create', { experiment_id });
      const id = created.run.info.run_id;
      for (const path of [
        `/api/2.0/mlflow/artifacts/list?run_id=${id}`,
        `/get-artifact?run_id=${id}&path=secret.txt`,
      ])
        expect(await json(path), `${place} ${path}`).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
    }
  });
});

describe('paths that lead out, or are none', () => {
  const bad = [
    '..%2f..%2fsecret.txt',
    'a%2f..%2f..%2f..%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    '%25252e%25252e%25252fx',
    '%2fetc%2fpasswd',
    '/etc/passwd',
    'a%5c..%5cb',
    'C:%2fx',
    'C%3a/x',
    'file:%2f%2f%2fetc%2fpasswd',
    'a%23b',
    'a%3fb',
    'a%00b',
    'a%0ab',
  ];

  test.each(bad)('%s is refused by every route, and nothing is touched', async (path) => {
    const before = await readdir(folder, { recursive: true });
    const refused = {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('Invalid path'),
    };
    const query = encodeURIComponent(path);
    const answers = [
      await get(`${proxy}/artifacts/${path}`),
      await put(path),
      await del(path),
      await get(`${proxy}/presigned/${path}`),
      await get(`${proxy}/artifacts?path=${query}`),
      await get(`/get-artifact?run_id=${run}&path=${query}`),
      await get(`/api/2.0/mlflow/artifacts/list?run_id=${run}&path=${query}`),
      await app.request(`${proxy}/mpu/create/${path}`, { method: 'POST', body: '{"path":"x"}' }),
    ];
    for (const answer of answers) {
      expect(await answer.json()).toMatchObject(refused);
      expect(answer.status).toBe(400);
    }
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  test('are refused before a URL has lost its dots', async () => {
    for (const path of [`${proxy}/artifacts/../../x`, '/w/a/%2e%2e/b', '/w/a/..', '/a#b', '/a\\b']) {
      const env = { event: { path } };
      const answer = await app.request('/api/2.0/mlflow/experiments/get?experiment_id=0', {}, env);
      expect(answer.status, path).toBe(400);
    }
    const fine = { event: { path: '/api/2.0/mlflow/experiments/..get' } };
    expect((await app.request('/version', {}, fine)).status).toBe(200);
  });

  test('but odd names are names', async () => {
    for (const name of ['100%25.txt', '%ff', 'a:b', '...', 'a..b', '%F0%9F%90%88']) {
      expect((await put(`${root}/odd/${name}`, name)).status, name).toBe(200);
      expect(await (await get(`${proxy}/artifacts/${root}/odd/${name}`)).text()).toBe(name);
    }
    expect((await listed('odd')).files).toHaveLength(6);
    expect((await put(`${root}/${'x'.repeat(300)}`)).status).toBe(400);
    expect((await put(`${root}/odd/a:b/c`)).status).toBe(400);
  });
});

describe('workspaces', () => {
  const ask = async (workspace: string, path: string, body?: unknown) => {
    const options = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await app.request(`/w/${workspace}${path}`, options);
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

  test('have experiments, runs, models and files of their own', async () => {
    const { body } = await ask('team-a', '/api/2.0/mlflow/experiments/create', { name: 'e' });
    expect(body.experiment_id).not.toBe(experiment);
    const mine = await ask('team-a', '/api/2.0/mlflow/experiments/search', { max_results: 10 });
    expect(mine.body.experiments.map(({ name }: { name: string }) => name).sort()).toEqual(['Default', 'e']);
    const made = await ask('team-a', '/api/2.0/mlflow/runs/create', { experiment_id: body.experiment_id });
    const id = made.body.run.info.run_id;
    for (const workspace of ['default', 'team-b']) {
      const path = `/api/2.0/mlflow/runs/get?run_id=${id}`;
      expect(await ask(workspace, path)).toMatchObject({ status: 404 });
      expect(
        await ask(workspace, `/api/2.0/mlflow/runs/log-metric`, {
          run_id: id,
          key: 'a',
          value: 1,
          timestamp: 1,
        }),
      ).toMatchObject({ status: 404 });
      expect(await ask(workspace, `/get-artifact?run_id=${id}&path=a`)).toMatchObject({ status: 404 });
    }
    const place = `${proxy}/artifacts/${body.experiment_id}/${id}/artifacts/a.txt`;
    await app.request(`/w/team-a${place}`, { method: 'PUT', body: 'of a' });
    expect(await (await app.request(`/w/team-a${place}`)).text()).toBe('of a');
    expect((await app.request(place)).status).toBe(404);
    expect((await app.request(`/w/team-b${place}`)).status).toBe(404);
  });

  test('default is the one without a name', async () => {
    expect(await ask('default', `/api/2.0/mlflow/runs/get?run_id=${run}`)).toMatchObject({ status: 200 });
  });

  test.each(['Team', 'a_b', 'x'.repeat(64), 'a%2fb', 'a%23', 'é'])('%s is no name', async (name) => {
    expect(await ask(name, '/version')).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  test('answer for what they do not have', async () => {
    expect((await ask('a', '')).status).toBe(404);
    expect((await ask('a', '/none')).status).toBe(404);
  });
});

test('the server says what it is', async () => {
  expect(await (await get('/health')).text()).toBe('OK');
  expect(await (await get('/version')).text()).toBe('3.17.2');
  expect(await json('/api/3.0/mlflow/server-info')).toMatchObject({ multipart_uploads_enabled: false });
  expect(await json('/w/a/ajax-api/3.0/mlflow/server-info')).toMatchObject({ workspaces_enabled: false });
});
