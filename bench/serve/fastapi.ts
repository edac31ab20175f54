import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Column } from '../../layers/contracts/columns.ts';
import { freePort, outputOf, run, Server } from '../../test/cloud/processes.ts';
import { findPython, virtualEnvironment } from '../../test/cloud/python.ts';
import type { Endpoint } from './load.ts';
import type { Millrace } from './millrace.ts';

export interface FastApi {
  readonly python: string;
  /** Where the fitted pipeline is. */
  readonly pipeline: string;
  /** Python and the packages that matter, with their versions. */
  readonly versions: string;
}

const here = import.meta.dirname;
const target = 'price';
const packages = ['fastapi', 'uvicorn', 'pydantic', 'scikit-learn', 'pandas'];

/** Installs the pinned packages and fits the same pipeline on the same rows in scikit-learn. */
export async function prepareFastApi(folder: string, { training, columns }: Millrace): Promise<FastApi> {
  const log = join(folder, 'fastapi-setup.log');
  const python = await virtualEnvironment(
    join(folder, 'venv'),
    findPython('FastAPI', [3, 11]),
    join(here, 'fastapi/requirements.txt'),
    { log, environment: { ...process.env }, signal: new AbortController().signal },
  );
  const rows = {
    numbers: columns.number,
    categories: columns.category,
    columns: {
      ...Object.fromEntries(columns.number.map((name) => [name, valuesOf(training.columns[name]!)])),
      // A number that only names is sent as text, and so learned as text.
      ...Object.fromEntries(columns.category.map((name) => [name, textsOf(training.columns[name]!)])),
    },
    target: valuesOf(training.columns[target]!),
  };
  const [file, pipeline] = [resolve(folder, 'training.json'), resolve(folder, 'pipeline.joblib')];
  writeFileSync(file, JSON.stringify(rows));
  await run(python, [join(here, 'fastapi/train.py'), file, pipeline], { log });
  const script = `import platform, importlib.metadata as m; print('Python', platform.python_version(), *[f', {p} {m.version(p)}' for p in ${JSON.stringify(packages)}], sep='')`;
  return { python, pipeline, versions: outputOf(python, ['-c', script]) ?? '' };
}

function valuesOf(column: Column): (number | string | null)[] {
  if (column.kind === 'number')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (code) => column.categories[code] ?? null);
}

function textsOf(column: Column): (string | null)[] {
  return valuesOf(column).map((value) => (value === null ? null : String(value)));
}

/** Serves the fitted pipeline by uvicorn, with uvloop and httptools. */
export async function startFastApi(
  folder: string,
  { python, pipeline }: FastApi,
  workers: number,
): Promise<{ endpoint: Endpoint; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['-m', 'uvicorn', 'app:app', '--app-dir', join(here, 'fastapi'), '--host', '127.0.0.1'];
  const options = [
    '--port',
    `${port}`,
    '--workers',
    `${workers}`,
    '--no-access-log',
    '--log-level',
    'warning',
  ];
  const server = new Server(python, [...args, ...options], {
    environment: { ...process.env, PIPELINE: pipeline, PYTHONDONTWRITEBYTECODE: '1' },
    log: join(folder, `fastapi-${workers}.log`),
  });
  try {
    await server.ready(`${url}/ping`, 60);
  } catch (error) {
    server.kill();
    throw error;
  }
  const name = `FastAPI, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  return { endpoint: { name, url: `${url}/predict`, headers: {} }, stop: () => server.stop() };
}
