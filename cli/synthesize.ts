import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { Failed } from './failures.ts';

export interface Synthesis {
  /** Folder of the app. */
  readonly root: string;
  /** Folder that gets the cloud assembly. */
  readonly assembly: string;
  readonly models: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the app's process. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the cloud assembly by running the CDK app in a process of its own, so that a changed app is
 * read anew each time. An assembly stays as it was when the app fails.
 *
 * @throws Failed with the faults of the specs, or with what the app said last
 */
export async function synthesize({ root, assembly, models, environment, signal }: Synthesis): Promise<void> {
  makeFolder(assembly);
  const child = spawn(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: root,
    env: {
      ...environment,
      CDK_OUTDIR: assembly,
      MILLRACE_MODELS: models,
      MILLRACE_LAYER_PLATFORM: `${process.platform}-${process.arch}`,
      // Rules for templates and cdk-nag's for AWS: every deployment, `cdk synth` and the tests go through them. They are two
      // thirds of a synthesis' processor time, for which nobody waits at each change of a file.
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(signal && { signal }),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Failed(faultsIn(stderr));
}

/** @throws Failed when nothing can be written there */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Failed(
      `nothing can be written to ${folder} (${(error as Error).message}): mend its permissions, or choose another --data-dir`,
      { cause: error },
    );
  }
}

/** What the app reported, without Node's stack: all after its own `millrace: `, or the error's own line. */
export function faultsIn(stderr: string): string {
  const own = /^millrace: ([\s\S]*)/m.exec(stderr);
  if (own) return own[1]!.trimEnd();
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const thrown = lines.findIndex((line) =>
    /^\s*(\w*Error|\w+Exception|InvalidInput|✘|\[ERROR\])\b/.test(line),
  );
  const relevant = thrown === -1 ? lines.slice(-5) : lines.slice(thrown);
  const stack = relevant.findIndex((line) => /^\s+at /.test(line));
  return [
    'the app could not be synthesized:',
    ...relevant.slice(0, stack === -1 ? 8 : stack).map((line) => `  ${line.trim()}`),
  ].join('\n');
}
