import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSession, type Session } from '../../cli/session.ts';
import type { Table } from '../../layers/contracts/columns.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { run, Server } from '../../test/cloud/processes.ts';
import type { Endpoint } from './load.ts';

export interface Millrace {
  readonly endpoint: Endpoint;
  readonly session: Session;
  /** The rows that its model learned from. */
  readonly training: Table;
  readonly columns: Readonly<Record<'number' | 'category', readonly string[]>>;
  stop(): Promise<void>;
}

const model = 'housing';

/** Starts `millrace dev` on an empty folder and trains the example model on it. */
export async function startMillrace(folder: string): Promise<Millrace> {
  const dataDir = resolve(folder, 'data');
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const environment = { ...process.env };
  const millrace = (...args: string[]) => ['cli/millrace.mjs', ...args, '--data-dir', dataDir];
  const server = new Server(process.execPath, millrace('dev', '--port', '0'), {
    environment,
    log: join(folder, 'millrace.log'),
  });
  try {
    const session = await sessionOf(dataDir, 120);
    await server.ready(`${session.url}/ping`, 20);
    await run(process.execPath, millrace('run', model, '--wait'), { log: join(folder, 'training.log') });
    const headers = { 'x-api-key': session.apiKey };
    const url = `${session.url}/v1/models/${model}`;
    const answer = await fetch(`${url}/metadata`, { headers });
    const { metadata } = (await answer.json()) as {
      metadata: { signature: { inputs: { name: string; kind: 'number' | 'category' }[] } };
    };
    const named = (kind: 'number' | 'category') =>
      metadata.signature.inputs.filter((input) => input.kind === kind).map(({ name }) => name);
    return {
      endpoint: { name: 'millrace dev', url: `${url}:predict`, headers },
      session,
      training: readTraining(dataDir),
      columns: { number: named('number'), category: named('category') },
      stop: () => server.stop(),
    };
  } catch (error) {
    server.kill();
    throw error;
  }
}

async function sessionOf(dataDir: string, seconds: number): Promise<Session> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(100)) {
    const session = await readSession(dataDir);
    if (session) return session;
  }
  throw new Error(`\`millrace dev\` did not start within ${seconds} s`);
}

/** The training rows as Prepare wrote them. */
function readTraining(dataDir: string): Table {
  const files = readdirSync(join(dataDir, 's3'), { recursive: true, encoding: 'utf8' });
  const [file] = files.filter((name) => name.includes(`prepared/${model}/`) && name.endsWith('train.arrow'));
  if (!file) throw new Error(`the run left no training rows under ${dataDir}`);
  return readArrow(readFileSync(join(dataDir, 's3', file)));
}
