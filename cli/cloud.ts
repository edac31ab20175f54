import { createServer } from 'node:net';
import type { LocalCloud } from '../local/index.ts';
import { summarize } from './assembly.ts';
import type { Context } from './context.ts';
import { plural } from './format.ts';
import { stageLine } from './progress.ts';
import { synthesize } from './synthesize.ts';
import { assemblyOf } from './training.ts';

export interface CloudOptions {
  readonly dataDir: string;
  readonly models: string;
  readonly port: number;
}

export const defaultPort = 4580;

/** Makes the assembly, telling how long it took. @throws Failed with the faults of the specs */
export async function synthesizeHere(
  { root, environment, terminal }: Context,
  { dataDir, models }: CloudOptions,
  signal?: AbortSignal,
): Promise<void> {
  const assembly = assemblyOf(dataDir);
  const started = Date.now();
  terminal.busy('Synthesize');
  await synthesize({ root, assembly, models, environment, signal }).finally(() => terminal.busy());
  const { stacks, functions } = summarize(assembly);
  terminal.note(
    stageLine(
      terminal,
      '✓',
      'Synthesize',
      Date.now() - started,
      `${plural(stacks, 'stack')}, ${plural(functions, 'function')}`,
    ),
  );
}

/** @throws InvalidInput naming what of the assembly cannot be run here */
export async function checkHere({ dataDir }: CloudOptions): Promise<void> {
  const { checkLocal } = await import('../local/index.ts');
  checkLocal(assemblyOf(dataDir));
}

/** Starts the assembly on this machine, telling how long it took. @throws InvalidInput when the port is taken */
export async function startHere({ terminal }: Context, { dataDir, port }: CloudOptions): Promise<LocalCloud> {
  const started = Date.now();
  terminal.busy('Start');
  const { startLocal } = await import('../local/index.ts');
  const log = (line: string) => terminal.note(terminal.err.dim(`  ${line}`));
  const cloud = await startLocal({ assembly: assemblyOf(dataDir), dataDir, port, log }).finally(() =>
    terminal.busy(),
  );
  terminal.note(stageLine(terminal, '✓', 'Start', Date.now() - started, cloud.url));
  return cloud;
}

/** The port when nothing listens there, else any free one (0). */
export async function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(0))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
