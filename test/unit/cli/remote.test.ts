import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runIdOf } from '../../../cli/tracking.ts';
import type { MonitorReport } from '../../../functions/monitor/step.ts';
import { millrace } from './terminal.ts';

/** A local cloud's protocol, with answers in the form of MLflow's, TensorFlow Serving's and Step Functions'. */
const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:Pipeline:one';
const runId = runIdOf(executionArn);
const model = {
  name: 'housing',
  creation_timestamp: 1_700_000_000_000,
  latest_versions: [{ name: 'housing', version: '3' }],
  aliases: [
    { alias: 'champion', version: '2' },
    { alias: 'challenger', version: '3' },
  ],
};
let gate = 'passed';
let status = 'SUCCEEDED';
let recorded = true;

function runForm() {
  const tags = {
    'millrace.gate': gate,
    ...(gate === 'failed'
      ? { 'millrace.gate.reasons': "r2 is 0.4, below the gate's 0.7" }
      : { 'millrace.version': '3' }),
  };
  return {
    info: {
      run_id: runId,
      experiment_id: '1',
      status: 'FINISHED',
      start_time: 1_700_000_000_000,
      end_time: 1_700_000_002_500,
    },
    data: {
      metrics: [
        { key: 'r2', value: 0.81234 },
        { key: 'rmse', value: 'NaN' },
      ],
      params: [],
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
  };
}

const column = { statistic: 1, missing: [0, 0] as const };
/** As the monitor writes it. */
const report: MonitorReport = {
  id: '5b409fba',
  at: '2026-01-02T10:00:00.000Z',
  version: '2',
  from: '2026-01-01T10:00:00.000Z',
  drift: {
    rows: 1234,
    decided: true,
    dataDrift: true,
    share: 0.5,
    columns: {
      area: { ...column, test: 'kolmogorov-smirnov', drifted: false, psi: 0.0123, p: 0.4 },
      zip: {
        ...column,
        test: 'chi-square',
        drifted: true,
        psi: 1.5,
        p: 1e-9,
        missing: [0.01, 0.2],
        newCategories: { '9000': 12, '9001': 3 },
      },
    },
    prediction: { ...column, test: 'kolmogorov-smirnov', drifted: false, psi: 0.05, p: 0.03 },
  },
  performance: { rows: 200, metrics: { rmse: 23_456 }, decay: 0.31, beyondChance: true, decayed: true },
};

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: unknown;
}
const ok = (body: unknown): Answer => ({ status: 200, body });

const routes: Record<string, (body: Body, query: URLSearchParams) => Answer> = {
  'AWSStepFunctions.StartExecution': () => ok({ executionArn, startDate: 1_700_000_000 }),
  'AWSStepFunctions.DescribeExecution': () =>
    ok({
      executionArn,
      status,
      startDate: 1_700_000_000,
      stopDate: 1_700_000_002.5,
      ...(status === 'FAILED' && {
        error: 'InvalidInput',
        cause: 'housing: run failed. InvalidInput: no target',
      }),
    }),
  'AWSStepFunctions.GetExecutionHistory': () =>
    ok({
      events: [
        { id: 1, previousEventId: 0, timestamp: 1_700_000_000, type: 'ExecutionStarted' },
        {
          id: 2,
          previousEventId: 1,
          timestamp: 1_700_000_000,
          type: 'TaskStateEntered',
          stateEnteredEventDetails: { name: 'Ingest' },
        },
        {
          id: 3,
          previousEventId: 2,
          timestamp: 1_700_000_001.5,
          type: 'TaskStateExited',
          stateExitedEventDetails: { name: 'Ingest', output: '{"snapshot":{"rows":2930}}' },
        },
        {
          id: 4,
          previousEventId: 3,
          timestamp: 1_700_000_002,
          type: 'TaskStateEntered',
          stateEnteredEventDetails: { name: 'Gate' },
        },
        {
          id: 5,
          previousEventId: 4,
          timestamp: 1_700_000_002,
          type: 'TaskStateExited',
          stateExitedEventDetails: {
            name: 'Gate',
            output: JSON.stringify(
              gate === 'failed'
                ? { passed: false, reasons: ["r2 is 0.4, below the gate's 0.7"] }
                : { passed: true, reasons: [] },
            ),
          },
        },
      ],
    }),
  'POST /api/2.0/mlflow/experiments/search': () =>
    ok({ experiments: [{ experiment_id: '1', name: 'housing' }] }),
  'GET /api/2.0/mlflow/runs/get': (_, query) =>
    recorded && query.get('run_id') === runId
      ? ok({ run: runForm() })
      : { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no such run' } },
  'POST /api/2.0/mlflow/runs/search': () => ok({ runs: [runForm()] }),
  'GET /api/2.0/mlflow/registered-models/search': () => ok({ registered_models: [model] }),
  'GET /api/2.0/mlflow/registered-models/get': () => ok({ registered_model: model }),
  'GET /api/2.0/mlflow/model-versions/search': () =>
    ok({
      model_versions: ['1', '3', '2'].map((version) => ({
        name: 'housing',
        version,
        creation_timestamp: 1_700_000_000_000,
        run_id: runId,
      })),
    }),
  'GET /api/2.0/millrace/models/housing': () =>
    ok({
      name: 'housing',
      versions: ['3', '2', '1'].map((version) => ({
        version,
        runId,
        createdAt: 1_700_000_000_000,
        metrics: { rmse: 1000 * Number(version), r2: 0.81234 },
        params: { model: 'linear-regression' },
      })),
    }),
  'GET /api/2.0/millrace/models/housing/audit': () =>
    ok({
      audit: [
        {
          at: 1_700_000_000_000,
          actor: 'ada',
          action: 'promote',
          alias: 'champion',
          from: '1',
          to: '2',
          reason: 'better',
        },
      ],
    }),
  'GET /api/2.0/millrace/models/housing/drift': () => ok(report),
  'GET /_millrace/health': () => ok({ status: 'ok', pid: process.pid }),
  'POST /api/2.0/millrace/models/housing/promote': (body) =>
    ok({ model: 'housing', alias: body.alias, version: body.version }),
  'POST /api/2.0/millrace/models/housing/rollback': () => ({
    status: 409,
    body: { error_code: 'RESOURCE_CONFLICT', message: 'champion named no version before' },
  }),
  'GET /v1/models/housing/metadata': () =>
    ok({
      metadata: {
        signature: {
          inputs: [
            { name: 'area', kind: 'number' },
            { name: 'zip', kind: 'category' },
          ],
        },
      },
    }),
  'POST /v1/models/housing:predict': (body) => {
    const instances = body.instances as Record<string, unknown>[];
    const faults = instances.flatMap(({ area }, index) =>
      typeof area === 'string'
        ? [`instances[${index}].area: must be a number, not "${area}"`, `instances[${index}]: mend it`]
        : [],
    );
    return faults.length > 0
      ? { status: 400, body: { error: faults.join('; ') } }
      : ok({ predictions: instances.map((_, index) => 100 + index) });
  },
  'POST /v1/models/housing/versions/9:predict': () => ({
    status: 404,
    body: { error: 'housing has no version 9: there are 1, 2, 3' },
  }),
};

const calls: { route: string; body: Body; key: string | undefined }[] = [];
let server: Server;
let folder: string;

async function answer(request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url!, 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Body;
  const route = String(request.headers['x-amz-target'] ?? `${request.method} ${url.pathname}`);
  // Whether anything runs here is asked on every command.
  if (route !== 'GET /_millrace/health')
    calls.push({ route, body, key: request.headers['x-api-key'] as string | undefined });
  return routes[route]?.(body, url.searchParams) ?? { status: 404, body: { error: `there is no ${route}` } };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  server = createServer((request, response) => {
    void answer(request).then(({ status: code, body }) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mkdirSync(join(folder, '.millrace'));
  const outputs = {
    'Millrace-Serving': { ApiUrl: url },
    'Millrace-Model-housing': { PipelineArn: 'arn:pipeline', BatchArn: 'arn:batch' },
    'Millrace-Model-churn': {},
  };
  writeFileSync(
    join(folder, '.millrace/dev.json'),
    JSON.stringify({ pid: process.pid, url, apiKey: 'the-key', outputs }),
  );
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  gate = 'passed';
  status = 'SUCCEEDED';
  recorded = true;
  calls.length = 0;
});

describe('run', () => {
  test('starts the pipeline, shows its steps on stderr and the metrics on stdout', async () => {
    const { code, out, err } = await millrace(folder, ['run', 'housing']);
    expect(code).toBe(0);
    expect(out).toMatch(/r2 +0\.8123/);
    expect(err).toMatch(/✓ Ingest +1\.5 s {2}2,930 rows/);
    expect(err).toContain('housing version 3 is ready after 2.5 s');
    const start = calls.find(({ route }) => route === 'AWSStepFunctions.StartExecution')!;
    expect(start.body.stateMachineArn).toBe('arn:pipeline');
    expect(JSON.parse(String(start.body.input))).toEqual({ trigger: 'manual', cache: true });
  });

  test('--no-cache asks the pipeline to compute everything', async () => {
    await millrace(folder, ['run', 'housing', '--no-cache', '--no-wait']);
    expect(JSON.parse(String(calls[0]!.body.input))).toEqual({ trigger: 'manual', cache: false });
  });

  test('--no-wait prints the id of the run that the execution makes', async () => {
    const { code, out } = await millrace(folder, ['run', 'housing', '--no-wait']);
    expect(code).toBe(0);
    expect(out).toBe(`${runId}\n`);
  });

  test('--json prints one document', async () => {
    const { out } = await millrace(folder, ['run', 'housing', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      run_id: runId,
      ok: true,
      status: 'SUCCEEDED',
      version: '3',
      metrics: { r2: 0.81234 },
      seconds: 2.5,
    });
  });

  test('fails with the reasons when the gate does not pass', async () => {
    gate = 'failed';
    const { code, err, out } = await millrace(folder, ['run', 'housing', '--json']);
    expect(code).toBe(1);
    expect(err).toContain("r2 is 0.4, below the gate's 0.7");
    expect(JSON.parse(out)).toMatchObject({ ok: false, gate: 'failed' });
  });

  test.each([
    ['passed', 'the pipeline succeeded but recorded no version'],
    ['failed', "r2 is 0.4, below the gate's 0.7"],
  ])('never calls a model ready whose run it cannot find: gate %s', async (what, message) => {
    gate = what;
    recorded = false;
    const { code, err } = await millrace(folder, ['run', 'housing']);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toContain('ready');
  });

  test('fails with the cause when the pipeline fails', async () => {
    status = 'FAILED';
    const { code, err } = await millrace(folder, ['run', 'housing']);
    expect(code).toBe(1);
    expect(err).toContain('InvalidInput: no target');
  });

  test('names the models there are when there is no such model', async () => {
    const { code, err } = await millrace(folder, ['run', 'hausing']);
    expect(code).toBe(1);
    expect(err).toContain('there is no model "hausing" here: did you mean housing?');
  });
});

describe('predict', () => {
  test('sends a row as it is, with the API key, and prints the number alone', async () => {
    const { code, out } = await millrace(folder, ['predict', 'housing', '--row', '{"area": 5}']);
    expect({ code, out }).toEqual({ code: 0, out: '100\n' });
    expect(calls).toEqual([
      { route: 'POST /v1/models/housing:predict', body: { instances: [{ area: 5 }] }, key: 'the-key' },
    ]);
  });

  test("sends a file's rows with the model's columns alone, categories as text", async () => {
    writeFileSync(join(folder, 'new.csv'), 'area,zip,price\n5,8001,1\n6,8002,2\n');
    const { out } = await millrace(folder, ['predict', 'housing', '--csv', 'new.csv']);
    expect(out).toBe('100\n101\n');
    expect(calls.at(-1)!.body).toEqual({
      instances: [
        { area: 5, zip: '8001' },
        { area: 6, zip: '8002' },
      ],
    });
  });

  test("tells what is wrong with a row, and with rows of a file by the user's own count", async () => {
    const row = await millrace(folder, ['predict', 'housing', '--row', '{"area": "big"}']);
    expect(row).toMatchObject({ code: 1, out: '' });
    expect(row.err).toBe(
      '✗ the row does not fit the model:\n  area: must be a number, not "big"\n  mend it\n',
    );
    const rows = Array.from({ length: 700 }, (_, index) => (index === 650 ? 'big,1' : `${index},1`));
    writeFileSync(join(folder, 'bad.csv'), ['area,zip', ...rows].join('\n'));
    const file = await millrace(folder, ['predict', 'housing', '--csv', 'bad.csv']);
    expect(file).toMatchObject({ code: 1, out: '' });
    expect(file.err).toContain('  row 651: area: must be a number, not "big"\n');
  });

  test('one cell that is no number leaves the other rows of its column numbers', async () => {
    writeFileSync(join(folder, 'mixed.csv'), 'area,zip\n5,1\nbig,2\n');
    await millrace(folder, ['predict', 'housing', '--csv', 'mixed.csv']);
    expect(calls.at(-1)!.body).toEqual({
      instances: [
        { area: 5, zip: '1' },
        { area: 'big', zip: '2' },
      ],
    });
  });

  test('a file that is not there is told before anything is sent', async () => {
    const { code, err } = await millrace(folder, ['predict', 'housing', '--csv', 'nowhere.csv']);
    expect({ code, err }).toEqual({
      code: 1,
      err: '✗ there is no file nowhere.csv: --csv needs one that is there, relative to this folder\n',
    });
    const batch = ['batch', 'housing', '--input', 'nowhere', '--output', 'scored'];
    expect((await millrace(folder, batch)).err).toContain(
      'there is no file or folder nowhere: --input needs',
    );
    expect(calls).toEqual([]);
  });

  test("passes on the server's message when there is no such version", async () => {
    const { code, err } = await millrace(folder, ['predict', 'housing', '--row', '{}', '--version', '9']);
    expect(code).toBe(1);
    expect(err).toContain('housing has no version 9: there are 1, 2, 3');
  });
});

describe('looking', () => {
  test('runs lists them aligned, a rejected one as such', async () => {
    gate = 'failed';
    const { out } = await millrace(folder, ['runs']);
    const [titles, run] = out.split('\n');
    expect(titles).toMatch(/^RUN +MODEL +STATUS +STARTED +TOOK +VERSION +METRICS$/);
    expect(run).toContain(runId.slice(0, 12));
    expect(run).toContain('rejected');
    expect(run!.indexOf('housing')).toBe(titles!.indexOf('MODEL'));
  });

  test('runs of a model without any says how to start one', async () => {
    const { code, err } = await millrace(folder, ['runs', '--model', 'churn']);
    expect(code).toBe(1);
    expect(err).toContain('churn has no runs yet: start one with `millrace run churn`');
  });

  test('runs, or a version, of a model that nothing bears names the models there are', async () => {
    for (const args of [
      ['runs', '--model', 'hausing'],
      ['run', 'hausing'],
    ]) {
      const { code, err } = await millrace(folder, args);
      expect({ code, err }).toEqual({
        code: 1,
        err: '✗ there is no model "hausing" here: did you mean housing?\n',
      });
    }
    expect(await millrace(folder, ['show', 'housing@'])).toMatchObject({
      code: 2,
      err: '✗ name a version after housing@, such as housing@1\n',
    });
  });

  test('models lists deployed and registered ones', async () => {
    const { out } = await millrace(folder, ['models', '--json']);
    expect(JSON.parse(out)).toEqual([
      { name: 'churn', deployed: true, champion: null, latest: null, aliases: {} },
      {
        name: 'housing',
        deployed: true,
        champion: '2',
        latest: '3',
        aliases: { champion: '2', challenger: '3' },
      },
    ]);
  });

  test('show takes the first digits of a run', async () => {
    const { code, out } = await millrace(folder, ['show', runId.slice(0, 8)]);
    expect(code).toBe(0);
    expect(out).toContain(runId);
    expect(out).toMatch(/r2 +0\.8123/);
  });

  test('show of a model lists versions newest first, and who moved what', async () => {
    const { out } = await millrace(folder, ['show', 'housing']);
    expect(out.match(/^\d(?= )/gm)).toEqual(['3', '2', '1']);
    expect(out).toMatch(/^2 .*linear-regression +r2 0\.8123 {2}rmse 2,000 +champion$/m);
    expect(out).toMatch(/promote +champion 1 → 2 +ada +better/);
  });

  test('show of a version that is not there names those that are', async () => {
    const { code, err } = await millrace(folder, ['show', 'housing@7']);
    expect(code).toBe(1);
    expect(err).toContain('housing has no version 7: it has 3, 2, 1');
  });
});

describe('drift', () => {
  test('shows the verdict first, then what moved most, each with its reason', async () => {
    const { code, out } = await millrace(folder, ['drift', 'housing']);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      'model  housing, version 2',
      'window  2026-01-01 10:00 to 2026-01-02 10:00 UTC, 1,234 rows',
      'verdict  drift: 50 % of the columns drifted',
      'outcomes  200 known: rmse 23,456; 31 % worse than on the test set',
      '',
      'COLUMN  VERDICT  PSI  P',
      'the prediction  as before  0.05  0.0300',
      'zip  drifted  1.5  <0.0001  missing 1.0 % → 20.0 %; never seen before: 9000, 9001',
      'area  as before  0.0123  0.4000',
      '',
    ]);
  });

  test('--json prints the report as the monitor wrote it', async () => {
    const { out } = await millrace(folder, ['drift', 'housing', '--json']);
    expect(JSON.parse(out)).toEqual(report);
  });
});

describe('operating', () => {
  test('promote names who, why and which alias', async () => {
    const { code, out } = await millrace(
      folder,
      ['promote', 'housing', '3', '--as', 'challenger', '--reason', 'try it'],
      { USER: 'ada' },
    );
    expect({ code, out }).toEqual({ code: 0, out: 'challenger of housing is now version 3\n' });
    expect(calls.at(-1)!.body).toEqual({ version: '3', alias: 'challenger', actor: 'ada', reason: 'try it' });
  });

  test('rollback with nothing to go back to fails with the reason', async () => {
    const { code, err } = await millrace(folder, ['rollback', 'housing']);
    expect(code).toBe(1);
    expect(err).toContain('champion named no version before');
  });
});
