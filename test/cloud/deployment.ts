import { join } from 'node:path';
import { clientEnvironment } from './emulator.ts';
import { type Environment, run } from './processes.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface DeploymentOptions {
  readonly url: string;
  /** Folder for the assembly, the outputs and the logs. */
  readonly folder: string;
  /** Folder of the models to deploy. */
  readonly models: string;
  readonly signal: AbortSignal;
  readonly stopwatch: Stopwatch;
}

/** Deploys the app with the real CDK command line. Returns the file with the stacks' outputs. */
export async function deploy({ url, folder, models, signal, stopwatch }: DeploymentOptions): Promise<string> {
  const environment: Environment = {
    ...process.env,
    ...clientEnvironment(url),
    MILLRACE_MODELS: models,
    // The command line asks AWS's own services for notices and versions otherwise.
    CDK_DISABLE_VERSION_CHECK: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const assembly = join(folder, 'cdk.out');
  const outputs = join(folder, 'outputs.json');
  const cdk = (log: string, ...args: string[]) =>
    run('node_modules/.bin/cdk', [...args, '--no-notices', '--ci'], {
      environment,
      log: join(folder, log),
      signal,
    });

  await stopwatch.time('bootstrap', () => cdk('bootstrap.log', 'bootstrap', 'aws://000000000000/us-east-1'));
  await stopwatch.time('synth', () => cdk('synth.log', 'synth', '--quiet', '--output', assembly));
  await stopwatch.time('deploy', () =>
    cdk(
      'deploy.log',
      'deploy',
      '--all',
      '--require-approval',
      'never',
      '--app',
      assembly,
      '--outputs-file',
      outputs,
    ),
  );
  return outputs;
}
