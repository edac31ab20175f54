import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Terminal } from './terminal.ts';

/** What every command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** Folder that paths on the command line are relative to. */
  readonly directory: string;
  /** Folder of the app: `infra/`, `functions/`, `cdk.json`. */
  readonly root: string;
}

export const appRoot: string = dirname(dirname(fileURLToPath(import.meta.url)));

export function processContext(): Context {
  const { env: environment, stdout, stderr } = process;
  return {
    terminal: new Terminal(stdout, stderr, environment),
    environment,
    directory: process.cwd(),
    root: appRoot,
  };
}

export interface CommonOptions {
  readonly json?: true;
  readonly target?: 'local' | 'aws';
  readonly dataDir: string;
  readonly profile?: string;
}

/** A command that speaks JSON on demand. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'print the result, or {"error": …}, as JSON')
    .addHelpText(
      'after',
      ['', 'Examples:', ...examples.map((example) => `  $ millrace ${example}`)].join('\n'),
    );
}

/** A command that talks to a running Millrace, here or on AWS. */
export function remoteCommand(name: string, description: string, examples: readonly string[]): Command {
  return command(name, description, examples)
    .addOption(
      new Option(
        '--target <where>',
        'where to look (default: local while `millrace dev` runs here, else aws)',
      ).choices(['local', 'aws']),
    )
    .addOption(dataDirOption())
    .option('--profile <name>', 'AWS profile');
}

export function dataDirOption(): Option {
  return new Option('--data-dir <dir>', 'folder of everything that the local cloud keeps').default(
    '.millrace',
  );
}

export function modelsOption(): Option {
  return new Option('--models <dir>', 'folder with one folder for each model').default('models');
}

/** Resolves a path of the command line. */
export function pathOf(context: Context, path: string): string {
  return resolve(context.directory, path);
}

/** Prints a result: JSON for machines, else the text for people. */
export function printResult(
  context: Context,
  options: { readonly json?: true },
  result: unknown,
  text: () => string,
): void {
  context.terminal.print(options.json ? JSON.stringify(result, null, 2) : text());
}

/** Parser of a whole number within limits, for an option. */
export function integerBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
