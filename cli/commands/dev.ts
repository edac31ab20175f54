import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { LocalCloud } from '../../local/index.ts';
import { summarize } from '../assembly.ts';
import { type CloudOptions, checkHere, defaultPort, freePort, startHere, synthesizeHere } from '../cloud.ts';
import { type Context, command, dataDirOption, integerBetween, modelsOption, pathOf } from '../context.ts';
import { explain, Failed } from '../failures.ts';
import { plural } from '../format.ts';
import { facts, indent } from '../grid.ts';
import { readSession } from '../session.ts';
import { assemblyOf } from '../training.ts';
import { watchFolders } from '../watch.ts';

interface Options {
  readonly json?: true;
  readonly port: number;
  readonly dataDir: string;
  readonly models: string;
}

export function dev(context: Context): Command {
  return command('dev', 'run the whole app on this machine', [
    'dev',
    'dev --port 8080 --models ../my-models',
    'dev --data-dir /tmp/elsewhere  # a cloud of its own',
  ])
    .option('--port <n>', 'port on 127.0.0.1; 0 for any free one', integerBetween(0, 65_535), defaultPort)
    .addOption(dataDirOption())
    .addOption(modelsOption())
    .action(async (options: Options) => {
      const dataDir = pathOf(context, options.dataDir);
      const other = await readSession(dataDir);
      if (other)
        throw new Failed(
          `\`millrace dev\` runs on ${options.dataDir} already: ${other.url}, process ${other.pid}. Stop that, or choose another --data-dir`,
        );
      if (options.port !== 0 && (await freePort(options.port)) === 0)
        throw new Failed(
          `port ${options.port} is in use: stop what listens there, or choose another with --port`,
        );
      await serve(context, options, { dataDir, models: pathOf(context, options.models), port: options.port });
    });
}

async function serve(context: Context, options: Options, settings: CloudOptions): Promise<void> {
  const { terminal, root } = context;
  const stop = stopSignal();
  const folders = [settings.models, ...['functions', 'layers', 'infra'].map((name) => join(root, name))];
  let cloud: LocalCloud | undefined;
  const start = async (): Promise<void> => {
    await synthesizeHere(context, settings, stop);
    cloud = await startHere(context, settings);
    greet(context, options, settings, cloud);
  };
  const started = start();
  let work = started.catch(() => {});
  // Watched from the beginning, so that nothing is missed that is saved while the app starts.
  const watcher = watchFolders(folders, (file) => {
    work = work.then(async () => {
      if (cloud && !stop.aborted) cloud = await restart(context, settings, cloud, file, stop);
    });
  });
  try {
    await started;
    if (!stop.aborted) await once(stop, 'abort');
    terminal.note(terminal.err.dim('stopping'));
  } catch (error) {
    // Who was stopped before it was up has failed at nothing.
    if (stop.aborted) process.exit(Number(stop.reason));
    throw error;
  } finally {
    watcher.close();
    await work;
    await cloud?.close();
  }
}

/** Time for those who follow a run to see its end before what they ask is restarted. */
const graceMs = 1000;

/** Takes a change over when what runs has ended; gives what serves afterwards. */
async function restart(
  context: Context,
  settings: CloudOptions,
  cloud: LocalCloud,
  file: string,
  stop: AbortSignal,
): Promise<LocalCloud> {
  const { terminal } = context;
  terminal.note();
  terminal.note(`${terminal.err.cyan('~')} ${file} changed`);
  try {
    await synthesizeHere(context, settings, stop);
    await checkHere(settings);
  } catch (error) {
    // What is served stays as it was until the change is mended.
    if (!stop.aborted) complain(context, error, 'the app goes on as it was');
    return cloud;
  }
  const busy = cloud.busy();
  if (busy > 0) {
    terminal.note(terminal.err.dim(`  it takes effect when ${plural(busy, 'execution')} under way ended`));
    await Promise.race([cloud.idle().then(() => sleep(graceMs)), once(stop, 'abort')]);
  }
  if (stop.aborted) return cloud;
  try {
    await cloud.close();
    return await startHere(context, { ...settings, port: Number(new URL(cloud.url).port) });
  } catch (error) {
    complain(context, error, 'nothing runs now; it starts again with the next change');
    return cloud;
  }
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Aborted by the first SIGINT or SIGTERM, with the exit code that stands for it; the second ends the process at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(exitCodes))
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(code);
      stop.abort(code);
    });
  return stop.signal;
}

function complain({ terminal }: Context, error: unknown, consequence: string): void {
  terminal.note(`${terminal.err.red('✗')} ${explain(error).message}`);
  terminal.note(terminal.err.dim(`  ${consequence}`));
}

function greet(
  { terminal }: Context,
  options: Options,
  { dataDir }: CloudOptions,
  { url, apiKey }: LocalCloud,
): void {
  const { models } = summarize(assemblyOf(dataDir));
  if (options.json) {
    terminal.print(JSON.stringify({ url, apiKey, pid: process.pid, models }, null, 2));
    return;
  }
  const { out } = terminal;
  const example = models.includes('housing') ? 'housing' : (models[0] ?? 'MODEL');
  const pairs: (readonly [string, string])[] = [
    ['Predictions', `${url}/v1/models/${example}:predict`],
    ['API key', apiKey],
    ['Tracking', `${url}/api/2.0/mlflow  (MLFLOW_TRACKING_URI=${url})`],
    ['Models', models.join(', ') || 'none yet'],
    ['Data', options.dataDir],
  ];
  const next: (readonly [string, string])[] =
    models.length === 0
      ? [['npx millrace init data.csv --target COLUMN', 'make a model of a table']]
      : [
          [`npx millrace run ${example}`, 'train it, with live progress'],
          [`npx millrace show ${example}`, 'its versions, and which one answers'],
          ['npx millrace --help', 'everything else'],
        ];
  terminal.print(
    [
      '',
      `${out.bold('Millrace runs on')} ${out.bold(out.cyan(url))}`,
      '',
      indent(facts(pairs, out.dim)),
      '',
      'Next, in another terminal:',
      indent(facts(next, out.cyan)),
      '',
      out.dim('Changes are picked up as you save. Ctrl-C stops it.'),
    ].join('\n'),
  );
}
