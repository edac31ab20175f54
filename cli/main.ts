import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { batch } from './commands/batch.ts';
import { check } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { deploy } from './commands/deploy.ts';
import { dev } from './commands/dev.ts';
import { drift } from './commands/drift.ts';
import { init } from './commands/init.ts';
import { models } from './commands/models.ts';
import { predict } from './commands/predict.ts';
import { promote } from './commands/promote.ts';
import { rollback } from './commands/rollback.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { show } from './commands/show.ts';
import { type Context, processContext } from './context.ts';
import { exitCodes, explain } from './failures.ts';

const groups: readonly (readonly [string, readonly ((context: Context) => Command)[]])[] = [
  ['Start here:', [demo, init, check, dev]],
  ['Train and predict:', [run, predict, batch]],
  ['Look:', [runs, models, show, drift]],
  ['Operate:', [promote, rollback, deploy]],
];

/** Runs the command line; the exit code: 0 ok, 1 failed, 2 bad usage. */
export async function main(args: readonly string[], context: Context = processContext()): Promise<number> {
  const program = createProgram(context);
  try {
    if (args.length === 0) program.help();
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    return report(context, error, args.includes('--json'));
  }
}

function createProgram(context: Context): Command {
  const { terminal } = context;
  const program = new Command('millrace')
    .description(
      'From a table and a short YAML file to a monitored prediction API:\nin your own AWS account, and the very same app on this machine.',
    )
    .version(packageJson.version, '-V, --version')
    .usage('<command> [options]')
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText('after', '\nEvery command explains itself: millrace <command> --help');
  for (const [heading, members] of groups) {
    program.commandsGroup(heading);
    for (const member of members) program.addCommand(member(context));
  }
  for (const one of [program, ...program.commands]) {
    one
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.print(text.replace(/\n$/, '')),
        writeErr: (text) => terminal.note(text.replace(/\n$/, '')),
        outputError: (text, write) =>
          write(text.replace(/^error: (.*)/, (_, message: string) => `${terminal.err.red('✗')} ${message}`)),
        getOutHasColors: () => terminal.out.isColorSupported,
        getErrHasColors: () => terminal.err.isColorSupported,
      })
      .configureHelp({
        subcommandTerm: (member) =>
          [
            member.name(),
            ...member.registeredArguments.map((one) =>
              one.required ? `<${one.name()}>` : `[${one.name()}]`,
            ),
          ].join(' '),
        styleTitle: (text) => terminal.out.bold(text),
        styleCommandText: (text) => terminal.out.cyan(text),
        styleSubcommandTerm: (text) => terminal.out.cyan(text),
        styleOptionTerm: (text) => terminal.out.cyan(text),
      })
      .showHelpAfterError(`  ${one === program ? 'millrace' : `millrace ${one.name()}`} --help shows how`);
  }
  return program;
}

/** Tells people on stderr what went wrong, and machines on stdout, unless a result says it already. */
function report({ terminal, environment }: Context, error: unknown, json: boolean): number {
  terminal.busy();
  const { code, name, message, faults } = explain(error);
  const [first = '', ...rest] = message.split('\n');
  // Commander has told of its own.
  if (!(error instanceof CommanderError))
    terminal.note([`${terminal.err.red('✗')} ${first}`, ...rest].join('\n'));
  if (json && !terminal.printed)
    terminal.print(JSON.stringify({ error: { name, message, ...(faults && { faults }) } }, null, 2));
  if (environment.DEBUG && error instanceof Error) terminal.note(terminal.err.dim(error.stack ?? ''));
  return code;
}
