import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Context, command, modelsOption, pathOf, printResult } from '../context.ts';
import { Failed } from '../failures.ts';

interface Options {
  readonly json?: true;
  readonly profile?: string;
  readonly region?: string;
  readonly yes?: true;
  readonly models: string;
}

export function deploy(context: Context): Command {
  return command('deploy', 'deploy the same app to AWS', [
    'deploy',
    'deploy --profile production --region eu-central-1',
    'deploy --yes                   # without asking, for CI',
  ])
    .addOption(modelsOption())
    .addOption(new Option('--profile <name>', 'AWS profile'))
    .addOption(new Option('--region <region>', 'AWS region (default: that of the profile)'))
    .option('--yes', 'do not ask before changes of permissions')
    .action(async (options: Options) => {
      const code = await cdk(context, options);
      if (code !== 0) {
        throw new Failed(
          'the deployment failed: see above. In an account that never saw the CDK, run `npx cdk bootstrap` first',
        );
      }
      if (options.json) printResult(context, options, { deployed: true }, () => '');
      context.terminal.note('deployed. Next: millrace run MODEL --target aws');
    });
}

/** Runs the CDK command line of the app, which talks to the user itself. */
async function cdk(
  { root, environment, directory, ...rest }: Context,
  options: Options,
): Promise<number | null> {
  const { profile, region, yes } = options;
  const args = [
    ...['deploy', '--all', '--no-notices'],
    ...(profile ? ['--profile', profile] : []),
    ...(yes ? ['--require-approval', 'never'] : []),
  ];
  const models = pathOf({ root, environment, directory, ...rest }, options.models);
  const child = spawn(join(root, 'node_modules/.bin/cdk'), args, {
    cwd: root,
    env: {
      ...environment,
      MILLRACE_MODELS: models,
      ...(region && { AWS_REGION: region, CDK_DEFAULT_REGION: region }),
    },
    // What the CDK says is progress; the result is ours.
    stdio: ['inherit', process.stderr.fd, 'inherit'],
  });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}
