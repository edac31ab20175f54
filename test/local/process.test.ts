import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Api, Run } from '../endToEnd/Api.ts';
import { readRows } from '../endToEnd/data.ts';
import { Command, type RunnerProcess, started } from './RunnerProcess.ts';

// Each test synthesizes the app anew, in processes of their own.
vi.setConfig({ testTimeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), 'millrace-process-'));
const dataDir = join(folder, 'data');
const models = join(folder, 'models');
const spec = join(models, 'flats/model.yaml');
const stopped = 'the local runner was stopped during the run: start the run again';
const row = readRows('rent/flats.csv')[0]!;
const instances = [{ area: row.area, rooms: row.rooms }];

let running: RunnerProcess;
/** Executions that were seen to succeed, with what their runs said then. */
const finished = new Map<string, Run>();

const dev = (...args: string[]) =>
  Command.millrace('dev', '--port', '0', '--data-dir', dataDir, '--models', models, '--json', ...args);
const bare = () => new Command('--import', 'tsx', 'test/local/runner.ts', join(dataDir, 'assembly'), dataDir);

/** A model of two columns: the smallest that there is. */
function writeSpec(changes: { readonly seed?: number; readonly task?: string } = {}): void {
  const { seed = 7, task = 'regression' } = changes;
  const text = `name: flats
task: ${task}
data:
  sources: { flats: ./flats.csv }
target: rent
features:
  area: { kind: number }
  rooms: { kind: number }
split: { test: 0.2, by: random, seed: ${seed} }
train:
  candidates: [linear-regression]
`;
  writeFileSync(spec, text);
}

beforeAll(() => {
  mkdirSync(join(models, 'flats'), { recursive: true });
  cpSync('test/endToEnd/models/rent/flats.csv', join(models, 'flats/flats.csv'));
  writeSpec();
  // What a killed process and an older version leave behind: a process id that another has by now, an assembly of old.
  mkdirSync(join(dataDir, 'assembly'), { recursive: true });
  writeFileSync(
    join(dataDir, 'dev.json'),
    JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:1', apiKey: 'k', outputs: {} }),
  );
  writeFileSync(
    join(dataDir, 'assembly/manifest.json'),
    '{"version":"1.0.0","artifacts":{"Old":{"type":"aws:cloudformation:stack"}}}',
  );
});
afterAll(async () => {
  await running?.driver.close();
  await Command.killAll();
  rmSync(folder, { recursive: true });
});

/** Starts a run that computes everything anew. */
const train = () => running.driver.startPipeline('flats', { cache: false });

async function trainToEnd(): Promise<string> {
  const execution = await train();
  expect(await running.driver.waitFor(execution)).toMatchObject({ status: 'SUCCEEDED' });
  finished.set(execution, await running.api.run(execution));
  return execution;
}

/** Waits for the run of an execution to end, however soon after the start it is looked at. */
async function endedRun(api: Api, execution: string): Promise<Run> {
  for (const late = Date.now() + 30_000; ; await sleep(50)) {
    const run = await api.run(execution).catch(() => undefined);
    if (run && run.status !== 'RUNNING') return run;
    if (Date.now() > late) throw new Error(`the run of ${execution} is left ${run?.status ?? 'unrecorded'}`);
  }
}

/** Everything that was finished is there as it was, and the champion answers. */
async function expectNothingLost(): Promise<void> {
  const { driver, api } = running;
  for (const [execution, run] of finished) {
    expect(await driver.waitFor(execution)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await api.run(execution)).toEqual(run);
  }
  const versions = await api.versions('flats');
  expect(versions).toContain(await api.alias('flats', 'champion'));
  expect((await api.predict('flats', instances)).predictions).toHaveLength(1);
}

test('`millrace dev` starts beside what was left behind, and a second one on the same data is refused', async () => {
  running = await started(dev(), dataDir);
  await trainToEnd();
  await expectNothingLost();
  const port = new URL(running.address.url).port;
  const commands = [
    dev(),
    Command.millrace('dev', '--port', port, '--data-dir', join(folder, 'other')),
    Command.millrace('dev', '--port', '0', '--data-dir', join(spec, 'below-a-file')),
    bare(),
  ];
  const exits = await Promise.all(commands.map((command) => command.ended()));
  expect(exits.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  const [second, taken, unwritable, bypassing] = commands.map(({ stderr }) => stderr);
  expect(second).toContain(
    `runs on ${dataDir} already: ${running.address.url}, process ${running.command.pid}. Stop that, or choose another --data-dir`,
  );
  expect(taken).toContain(`port ${port} is in use: stop what listens there, or choose another with --port`);
  expect(unwritable).toContain(`nothing can be written to ${spec}/below-a-file`);
  expect(bypassing).toContain(`another runner works on ${dataDir}: stop it`);
  await expectNothingLost();
});

test('killed during a run and started again, it has all that was finished, and the run is FAILED with that reason', async () => {
  const execution = await train();
  await running.command.until('a step under way', () => logOf('Prepare').includes(execution));
  expect(await running.command.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
  await running.driver.close();
  await expect(fetch(running.address.url)).rejects.toThrow();

  running = await started(dev(), dataDir);
  expect(await running.driver.waitFor(execution)).toEqual({
    status: 'ABORTED',
    error: 'Runner.Stopped',
    cause: stopped,
  });
  const run = await endedRun(running.api, execution);
  expect(run.status).toBe('FAILED');
  expect(run.text).toContain(stopped);
  await expectNothingLost();
});

test('a changed spec takes effect when what runs has ended, and a broken one leaves the app as it was', async () => {
  const { command } = running;
  const under = await train();
  writeSpec({ seed: 8 });
  await command.until('the second start', () => command.stderr.split('✓ Start').length === 3);
  expect(await running.driver.waitFor(under)).toMatchObject({ status: 'SUCCEEDED' });
  finished.set(under, await running.api.run(under));
  expect(finished.get(under)!.text).toContain('{"key":"split.seed","value":"7"}');
  const after = await trainToEnd();
  expect(finished.get(after)!.text).toContain('{"key":"split.seed","value":"8"}');

  writeSpec({ task: 'guessing' });
  await command.until('the complaint', () => command.stderr.includes('the app goes on as it was'));
  expect(command.stderr).toMatch(/flats\/model\.yaml:2.*task/);
  await expectNothingLost();
});

test('SIGINT stops it cleanly: nothing listens, nothing is left over, and a run under way is said to be stopped', async () => {
  const execution = await train();
  const exit = await running.command.stop('SIGINT');
  await running.driver.close();
  expect(exit).toMatchObject({ code: 0 });
  // A function has two seconds to end what it does, and two more to write what it holds.
  expect(exit.after).toBeLessThan(10_000);
  expect(existsSync(join(dataDir, 'dev.json'))).toBe(false);
  await expect(fetch(running.address.url)).rejects.toThrow();

  running = await started(bare(), dataDir);
  const run = await endedRun(running.api, execution);
  expect(run.status).toBe('FAILED');
  expect(run.text).toContain(stopped);
});

test('SIGTERM while it synthesizes ends it at once, and the process that synthesizes', async () => {
  const elsewhere = join(folder, 'elsewhere');
  const command = Command.millrace('dev', '--port', '0', '--data-dir', elsewhere, '--models', models);
  await command.until('the synthesis', () => existsSync(join(elsewhere, 'assembly')));
  const exit = await command.stop('SIGTERM');
  expect(exit).toMatchObject({ code: 143 });
  // Its end closes the pipes only when nobody else writes to them: no process is left.
  expect(exit.after).toBeLessThan(3000);
  expect(existsSync(join(elsewhere, 'assembly/manifest.json'))).toBe(false);
});

test('a function that is killed in the middle of a step is retried, and the run succeeds', async () => {
  const execution = await train();
  const killed: string[] = [];
  for (const step of ['Ingest', 'Prepare', 'Fit']) {
    await running.command.until(`${step} under way`, () => logOf(step).includes(execution));
    const { interrupted } = await kill(step);
    if (interrupted > 0) killed.push(step);
  }
  expect(await running.driver.waitFor(execution)).toMatchObject({ status: 'SUCCEEDED' });
  finished.set(execution, await running.api.run(execution));
  expect(finished.get(execution)!.status).toBe('FINISHED');
  expect(killed).not.toEqual([]);
  for (const step of killed) expect(startsOf(step, execution)).toBe(2);
});

test('killed eight times at any moment of two runs, it loses nothing that was finished and always starts again', async () => {
  const begun: string[] = [];
  const began = Date.now();
  await trainToEnd();
  const whole = Date.now() - began;
  for (let round = 0; round < 8; round++) {
    const executions = [await train(), await train()];
    begun.push(...executions);
    await sleep(Math.random() * whole);
    for (const execution of executions) {
      const run = await running.api.run(execution).catch(() => undefined);
      if (run?.status === 'FINISHED') finished.set(execution, run);
    }
    await running.command.stop('SIGKILL');
    await running.driver.close();
    running = await started(bare(), dataDir);
  }
  for (const execution of begun) {
    const run = await endedRun(running.api, execution);
    if (run.status === 'FAILED') expect(run.text).toContain(stopped);
    else expect(run).toEqual(finished.get(execution) ?? run);
  }
  await trainToEnd();
  await expectNothingLost();
});

/** Name of the function behind a step of the pipeline. */
function functionOf(step: string): string {
  const { PipelineArn } = running.address.outputs['Millrace-Model-flats']!;
  const names = readFileSync(join(dataDir, 'assembly/Millrace-Model-flats.template.json'), 'utf8');
  const id = new RegExp(`"(Pipeline${step}StepFunction[0-9A-F]{8})"`).exec(names)?.[1];
  return `${/stateMachine:(.*)-Pipeline/.exec(PipelineArn!)![1]}-${id}`;
}

/** What the function behind a step has printed. */
function logOf(step: string): string {
  const file = join(dataDir, 'logs', `${functionOf(step)}.log`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function startsOf(step: string, execution: string): number {
  return logOf(step)
    .split('\n')
    .filter((line) => line.includes('step started') && line.includes(execution)).length;
}

async function kill(step: string): Promise<{ interrupted: number }> {
  const url = `${running.address.url}/_millrace/functions/${functionOf(step)}/kill`;
  return (await (await fetch(url, { method: 'POST' })).json()) as { interrupted: number };
}
