/**
 * Deploys the unmodified app to an emulator of AWS with the real CDK command line and runs the
 * end-to-end suite against it: `node --import tsx test/cloud/run.ts ministack|localstack`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { isOperational } from '../../layers/contracts/errors.ts';
import { deploy } from './deployment.ts';
import { clientEnvironment, type EmulatorName, emulatorNames, type RunningEmulator } from './emulator.ts';
import { emulators } from './emulators.ts';
import { CommandFailed, exitCodeOf } from './processes.ts';
import { Stopwatch } from './stopwatch.ts';

const models = resolve(process.env.MILLRACE_MODELS ?? 'test/endToEnd/models');

async function main(name: EmulatorName): Promise<number> {
  const folder = resolve('.cloud', name);
  mkdirSync(folder, { recursive: true });
  for (const stale of ['outputs.json', 'results.json', 'cdk.out'])
    rmSync(join(folder, stale), { recursive: true, force: true });
  const stopwatch = new Stopwatch(say);
  const stopping = new AbortController();
  let emulator: RunningEmulator | undefined;
  let interrupted: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    if (interrupted) emulator?.kill();
    interrupted = signal;
    stopping.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  process.on('exit', () => emulator?.kill());
  try {
    const place = { folder, signal: stopping.signal };
    await stopwatch.time('set up', () => emulators[name].setUp(place));
    emulator = await stopwatch.time('start', () => emulators[name].start(place));
    say(
      `${name} answers at ${emulator.url}; ${emulator.log ? `its log is ${relative('.', emulator.log)}` : 'it was there already and stays'}`,
    );
    stopping.signal.throwIfAborted();
    const outputs = await deploy({ url: emulator.url, folder, models, signal: stopping.signal, stopwatch });
    return await stopwatch.time('suite', () =>
      runSuite(name, emulator!.url, outputs, folder, stopping.signal),
    );
  } catch (error) {
    if (interrupted) return 128 + constants.signals[interrupted];
    if (!(error instanceof CommandFailed) && !isOperational(error)) throw error;
    say(error.message);
    return 1;
  } finally {
    await emulator?.stop();
    say(stopwatch.summary);
  }
}

/** Runs the suite in a process of its own, and says how it went. */
async function runSuite(
  name: EmulatorName,
  url: string,
  outputs: string,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const results = join(folder, 'results.json');
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${results}`];
  const code = await exitCodeOf(
    'node_modules/.bin/vitest',
    ['run', '--config', 'test/cloud/vitest.config.ts', ...reporters],
    {
      environment: {
        ...process.env,
        ...clientEnvironment(url),
        MILLRACE_TARGET: name,
        MILLRACE_OUTPUTS: outputs,
      },
      signal,
    },
  );
  if (existsSync(results)) {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(results, 'utf8'),
    ) as Record<string, number>;
    say(
      `${numPassedTests} passed, ${numFailedTests} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`,
    );
  }
  return code;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const [name] = process.argv.slice(2);
if (!emulatorNames.includes(name as EmulatorName)) {
  say(`usage: node --import tsx test/cloud/run.ts ${emulatorNames.join('|')}`);
  process.exit(2);
}
process.exit(await main(name as EmulatorName));
