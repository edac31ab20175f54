import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { millrace } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const commands = [
  'demo',
  'init',
  'check',
  'dev',
  'run',
  'predict',
  'batch',
  'runs',
  'models',
  'show',
  'drift',
  'promote',
  'rollback',
  'deploy',
];

describe('the command line', () => {
  test('without a command, shows every command on stdout and succeeds', async () => {
    const { code, out, err } = await millrace(folder, []);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  test.each(commands)('%s --help shows examples that name the command', async (command) => {
    const { code, out } = await millrace(folder, [command, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
    expect(out).toContain(`$ millrace ${command}`);
  });

  test.each([
    ['an unknown command', ['runn'], "unknown command 'runn'"],
    ['a missing argument', ['run'], "missing required argument 'model'"],
    ['an unknown option', ['runs', '--colour'], "unknown option '--colour'"],
    ['an unknown target', ['runs', '--target', 'gcp'], 'Allowed choices are local, aws'],
    ['a port that is none', ['dev', '--port', '99999'], 'whole number from 0 to 65535'],
    ['a port that is no number', ['dev', '--port', '4e3'], 'whole number from 0 to 65535'],
    ['too many arguments', ['rollback', 'housing', '3'], 'too many arguments'],
    ['a batch without output', ['batch', 'housing', '--input', 'x.csv'], "required option '--output <uri>'"],
    ['nothing to predict', ['predict', 'housing'], 'give either --row or --csv'],
    [
      'two ways to predict',
      ['predict', 'housing', '--row', '{}', '--csv', 'x.csv'],
      'give either --row or --csv',
    ],
    [
      'a version and an alias',
      ['predict', 'housing', '--row', '{}', '--version', '1', '--alias', 'champion'],
      'give either --version or --alias',
    ],
    [
      'a name that cannot be one',
      ['init', 'x.csv', '--target', 'y', '--name', 'My Model'],
      '"My Model" cannot be a model\'s name',
    ],
    ['a remote file to look at', ['init', 's3://bucket/x.csv', '--target', 'y'], 'not at s3://bucket/x.csv'],
  ])('%s is bad usage: exit code 2 and a message on stderr', async (_, args, message) => {
    const { code, out, err } = await millrace(folder, args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(out).toBe('');
  });

  test('a command that cannot work tells why without a stack, and with one under DEBUG=1', async () => {
    const quiet = await millrace(folder, ['runs', '--target', 'local']);
    expect(quiet).toMatchObject({ code: 1, out: '' });
    expect(quiet.err).toContain('no `millrace dev` runs on .millrace');
    expect(quiet.err).not.toMatch(/^\s+at /m);
    const loud = await millrace(folder, ['runs', '--target', 'local'], { DEBUG: '1' });
    expect(loud.err).toMatch(/^\s+at /m);
  });

  test.each([
    ['bad usage', ['run', '--json'], 2, 'Usage', "missing required argument 'model'"],
    ['an unknown option', ['runs', '--json', '--colour'], 2, 'Usage', "unknown option '--colour'"],
    ['nothing to predict', ['predict', 'housing', '--json'], 2, 'Usage', 'give either --row or --csv'],
    ['nothing that runs', ['runs', '--target', 'local', '--json'], 1, 'Failed', 'no `millrace dev` runs'],
    ['an unknown model', ['check', 'housing', '--json'], 1, 'NotFound', 'there is no model "housing"'],
    [
      'a missing file',
      ['init', 'nowhere.csv', '--target', 'y', '--json'],
      1,
      'NotFound',
      'no file nowhere.csv',
    ],
  ])('--json tells machines of %s on stdout, and people on stderr', async (_, args, code, name, message) => {
    const ran = await millrace(folder, args);
    expect(ran.code).toBe(code);
    const { error } = JSON.parse(ran.out) as { error: { name: string; message: string } };
    expect(error.name).toBe(name);
    expect(error.message).toContain(message);
    expect(ran.err).toContain(message);
  });

  test('a reader that leaves before the end is no failure', async () => {
    const child = spawn(process.execPath, ['cli/millrace.mjs', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('a row that is no JSON object is refused before anything is called', async () => {
    for (const row of ['{area: 1}', '[1]', '7', 'null']) {
      const { code, err } = await millrace(folder, ['predict', 'housing', '--row', row]);
      expect(code).toBe(2);
      expect(err).toContain('--row must be a JSON object');
    }
  });

  test('--version is for the program before a command, and a version of a model after predict', async () => {
    expect((await millrace(folder, ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { err } = await millrace(folder, [
      'predict',
      'housing',
      '--row',
      '{}',
      '--version',
      '1',
      '--target',
      'local',
    ]);
    expect(err).toContain('no `millrace dev` runs');
  });

  test('colours appear where they are asked for, and nowhere else', async () => {
    const colour = '\u001b[';
    expect((await millrace(folder, ['--help'])).out).not.toContain(colour);
    expect((await millrace(folder, ['--help'], { FORCE_COLOR: '1' })).out).toContain(colour);
    expect((await millrace(folder, ['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' })).out).not.toContain(
      colour,
    );
  });
});
