import { join } from 'node:path';
import type { Command } from 'commander';
import type { LocalCloud } from '../../local/index.ts';
import { summarize } from '../assembly.ts';
import { type CloudOptions, defaultPort, startHere, synthesizeHere } from '../cloud.ts';
import { type Context, command, dataDirOption, integerBetween, modelsOption, pathOf } from '../context.ts';
import { explain, Failed } from '../failures.ts';
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
      const other = readSession(dataDir);
      if (other)
        throw new Failed(
          `\`millrace dev\` runs on ${options.dataDir} already: ${other.url}, process ${other.pid}. Stop that, or choose another --data-dir`,
        );
      await serve(context, options, { dataDir, models: pathOf(context, options.models), port: options.port });
    });
}

async function serve(context: Context, options: Options, settings: CloudOptions): Promise<void> {
  const { terminal, root } = context;
  const stopped = stopSignal();
  await synthesizeHere(context, settings);
  let cloud = await startHere(context, settings);
  const port = Number(new URL(cloud.url).port);
  greet(context, options, settings, cloud);

  let busy = Promise.resolve();
  const restart = async (file: string): Promise<void> => {
    terminal.note();
    terminal.note(`${terminal.err.cyan('~')} ${file} changed`);
    try {
      await synthesizeHere(context, settings);
    } catch (error) {
      // What is served stays as it was until the change is mended.
      return complain(context, error, 'the app goes on as it was');
    }
    try {
      await cloud.close();
      cloud = await startHere(context, { ...settings, port });
    } catch (error) {
      complain(context, error, 'nothing runs now; it starts again with the next change');
    }
  };
  const folders = [settings.models, ...['functions', 'layers', 'infra'].map((name) => join(root, name))];
  const watcher = watchFolders(folders, (file) => {
    busy = busy.then(() => restart(file));
  });
  await stopped;
  watcher.close();
  terminal.note(`${terminal.err.dim('stopping')}`);
  await busy;
  await cloud.close();
}

/** Settles with the first signal; the second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
      resolve();
    };
    let first = true;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        if (first) stop();
        first = false;
      });
    }
  });
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
