/**
 * Makes the reference values anew: `npm run golden`. Needs Python ≥ 3.11, which gets the packages of requirements.txt
 * into `.peers/`; the tests themselves read only the JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../layers/contracts/columns.ts';
import { run } from '../cloud/processes.ts';
import { findPython, virtualEnvironment } from '../cloud/python.ts';
import { Example } from './Example.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.peers/golden');
mkdirSync(folder, { recursive: true });

const given = join(folder, 'given.json');
const entries = await Promise.all(['housing', 'ad-clicks'].map(async (name) => [name, await givenOf(name)]));
writeFileSync(given, JSON.stringify(Object.fromEntries(entries)));

const python = findPython('npm run golden', [3, 11]);
const signal = new AbortController().signal;
const requirements = join(import.meta.dirname, 'requirements.txt');
const options = { log: join(folder, 'setup.log'), environment: { ...process.env }, signal };
const interpreter = await virtualEnvironment(join(folder, 'venv'), python, requirements, options);
const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
await run(interpreter, [join(import.meta.dirname, 'python/datasets.py')], { environment });
await run(interpreter, [join(import.meta.dirname, 'python/make.py'), given], { environment });
await run(interpreter, [join(import.meta.dirname, 'python/parity/make.py')], { environment });

/** What scikit-learn must know of an example: target, kinds of the features, and which rows are the pipeline's test set. */
async function givenOf(name: string) {
  const example = await Example.open(name);
  const { spec, table, train, test } = example;
  await example.close();
  const features = Object.keys(test.columns).filter((column) => column !== spec.target);
  const kinds = features.map((column) => [
    column,
    spec.features === 'auto' ? table.columns[column]!.kind : spec.features[column]!.kind,
  ]);
  return { target: spec.target, features: Object.fromEntries(kinds), test: positions(table, train, test) };
}

/** Positions of the test rows in the table: both parts keep its order, so that one merge finds them. */
function positions(table: Table, train: Table, test: Table): number[] {
  const names = Object.keys(test.columns);
  const row = (of: Table, index: number) =>
    JSON.stringify(
      names.map((name) => {
        const column = of.columns[name]!;
        return column.kind === 'number' ? column.values[index] : column.categories[column.codes[index]!];
      }),
    );
  const found: number[] = [];
  for (let index = 0, next = 0; index < table.length; index++) {
    if (next < test.length && row(table, index) === row(test, next)) {
      found.push(index);
      next++;
    } else if (row(table, index) !== row(train, index - next)) {
      throw new RangeError(`row ${index} is neither in the training nor in the test set`);
    }
  }
  return found;
}
