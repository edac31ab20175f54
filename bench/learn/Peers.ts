import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { outputOf, run } from '../../test/cloud/processes.ts';
import { findPython, virtualEnvironment } from '../../test/cloud/python.ts';
import type { Contender } from './comparisons.ts';
import type { Measured } from './Measured.ts';

const here = import.meta.dirname;
const digits = join(here, '../../test/golden/data/digits.csv');
const packages = ['scikit-learn', 'lightgbm', 'xgboost', 'optuna', 'numpy'];

/** Everything that is compared, installed below one folder; each fit is a process of its own. */
export class Peers {
  private readonly folder: string;
  private readonly python: string;

  private constructor(folder: string, python: string) {
    this.folder = folder;
    this.python = python;
  }

  /** Installs the Python and npm packages, writes the data and bundles ours, where that is not done yet. */
  static async prepare(folder: string): Promise<Peers> {
    mkdirSync(join(folder, 'npm'), { recursive: true });
    const options = {
      log: join(folder, 'setup.log'),
      environment: { ...process.env },
      signal: new AbortController().signal,
    };
    const python = resolve(
      await virtualEnvironment(
        join(folder, 'venv'),
        findPython('npm run bench:learn', [3, 11]),
        join(here, 'requirements.txt'),
        options,
      ),
    );
    const script = join(here, 'peers/data.py');
    if (!isSame(script, join(folder, 'data/made-by.py'))) {
      await run(python, [script, join(folder, 'data'), digits], options);
      copyFileSync(script, join(folder, 'data/made-by.py'));
    }
    const manifest = join(here, 'npm/package.json');
    if (!isSame(manifest, join(folder, 'npm/package.json'))) {
      copyFileSync(manifest, join(folder, 'npm/package.json'));
      await run('npm', ['install', '--prefix', join(folder, 'npm'), '--no-audit', '--no-fund'], options);
    }
    copyFileSync(join(here, 'peers/npm.mjs'), join(folder, 'npm/npm.mjs'));
    const peers = new Peers(resolve(folder), python);
    await peers.bundle('ours.ts');
    await peers.bundle('../../layers/threads/worker.ts');
    return peers;
  }

  /** Fits once, in a fresh process. */
  fit(task: string, data: string, { library, threads = 1, plain }: Contender): Measured {
    const [place, count] = [join(this.folder, 'data'), String(threads)];
    if (library === 'millrace')
      return this.ask('node', [
        join(this.folder, 'ours.mjs'),
        place,
        task,
        data,
        plain ? 'plain' : 'simd',
        count,
      ]);
    if (library === 'npm') return this.ask('node', [join(this.folder, 'npm/npm.mjs'), place, task, data]);
    return this.ask(this.python, [join(here, 'peers/theirs.py'), place, task, data, library, count]);
  }

  /** Optuna's milliseconds a trial, and the best value it found. */
  tpe(): { milliseconds: number; best: number } {
    return this.ask(this.python, [join(here, 'peers/tpe.py')]);
  }

  get versions(): string {
    const script = `import platform, importlib.metadata as m; print(', '.join(['Python ' + platform.python_version()] + [f'{p} {m.version(p)}' for p in ${JSON.stringify(packages)}]))`;
    const { dependencies } = JSON.parse(readFileSync(join(here, 'npm/package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const npm = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
    return [outputOf(this.python, ['-c', script]), ...npm].join(', ');
  }

  /** As it runs in a Lambda function: one file for plain Node. */
  private async bundle(entry: string): Promise<void> {
    const outfile = join(this.folder, basename(entry).replace('.ts', '.mjs'));
    await build({
      entryPoints: [join(here, entry)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
      outfile,
    });
  }

  private ask<Answer>(command: string, args: readonly string[]): Answer {
    const output = outputOf(command, [...args]);
    if (output === undefined)
      throw new Error(`${command} ${args.join(' ')} failed: run it by hand to see why`);
    return JSON.parse(output.trim().split('\n').at(-1)!) as Answer;
  }
}

function isSame(wanted: string, kept: string): boolean {
  return existsSync(kept) && readFileSync(kept, 'utf8') === readFileSync(wanted, 'utf8');
}
