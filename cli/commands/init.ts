import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { Conflict, NotFound } from '../../layers/contracts/errors.ts';
import { specJsonSchema } from '../../layers/contracts/jsonSchema.ts';
import { parseSpec } from '../../layers/contracts/specFile.ts';
import { type Context, command, modelsOption, pathOf, printResult } from '../context.ts';
import { draftSpec } from '../draft.ts';
import { draftSentence, draftYaml } from '../draftYaml.ts';
import { Usage } from '../failures.ts';

interface Options {
  readonly json?: true;
  readonly target: string;
  readonly name?: string;
  readonly models: string;
}

/** A larger file stays where it is, and the spec names it there. */
const largestCopy = 50 * 1024 * 1024;

export function init(context: Context): Command {
  return command('init', 'make a model of a table', [
    'init houses.csv --target price',
    'init ../data/churn.parquet --target churned --name churn',
  ])
    .argument('<data>', 'file: csv, tsv, json, ndjson or parquet')
    .requiredOption('--target <column>', 'column to predict')
    .option('--name <name>', "name of the model (default: the file's)")
    .addOption(modelsOption())
    .action(async (data: string, options: Options) => {
      const { terminal } = context;
      const file = pathOf(context, data);
      if (data.includes('://'))
        throw new Usage(
          `init looks at a file on this machine, not at ${data}: download some rows, then put the URI into the spec`,
        );
      const name = options.name ?? nameOf(file);
      checkName(name);
      const directory = join(pathOf(context, options.models), name);
      const spec = join(directory, 'model.yaml');
      const shown = relative(context.directory, spec);
      if (existsSync(spec))
        throw new Conflict(
          `${shown} is there already and init never overwrites: delete it, or choose another --name`,
        );
      if (!existsSync(file))
        throw new NotFound(`there is no file ${data}: name one that is there, relative to this folder`);
      terminal.busy(`looking at ${data}`);
      const { readFileTable } = await import('../specs.ts');
      const draft = await readFileTable(file)
        .then((table) => draftSpec(table, options.target))
        .finally(() => terminal.busy());
      const source = bring(file, directory);
      const text = draftYaml({ name, source, draft });
      parseSpec(text, shown);
      writeFileSync(spec, text);
      writeSchema(pathOf(context, options.models));
      printResult(
        context,
        options,
        { name, spec, source: resolve(directory, source), task: draft.task, columns: draft.columns },
        () => shown,
      );
      terminal.note(`  ${draftSentence(draft)}`);
      const models = options.models === 'models' ? '' : ` --models ${options.models}`;
      terminal.note(
        `  next: read it, then \`millrace check ${name}${models}\`; while \`millrace dev${models}\` runs in another terminal, \`millrace run ${name}\` trains it`,
      );
    });
}

/** A model's name made of a file's. */
export function nameOf(file: string): string {
  const stem = basename(file).replace(/\.gz$/i, '');
  return stem
    .slice(0, stem.length - extname(stem).length)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(name)) {
    throw new Usage(
      `${JSON.stringify(name)} cannot be a model's name: choose 3 to 40 lower-case letters, digits or hyphens with --name`,
    );
  }
}

/** What editors complete and explain the spec by; its first line names it. */
function writeSchema(models: string): void {
  writeFileSync(join(models, 'model.schema.json'), specJsonSchema());
}

/** Puts the data beside the spec, unless it is there or too large; its path, as the spec shall name it. */
function bring(file: string, directory: string): string {
  mkdirSync(directory, { recursive: true });
  const within = relative(directory, file);
  if (!within.startsWith('..')) return `./${within}`;
  if (statSync(file).size > largestCopy) return within;
  const copy = join(directory, basename(file));
  if (existsSync(copy)) {
    throw new Conflict(
      `${copy} is there already and init never overwrites: delete it, or choose another --name`,
    );
  }
  copyFileSync(file, copy);
  return `./${basename(file)}`;
}
