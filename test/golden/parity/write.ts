/** Compares everything and writes docs/parity.md: `npm run parity`. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reference } from '../reference.ts';
import { documentOf, documentPath } from './document.ts';
import { differenceOf, type Parity } from './Parity.ts';

const topics = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''))
  .sort();

const compared: { topic: string; parity: Parity; difference: number }[] = [];
for (const topic of topics) {
  const { cases } = (await import(join(import.meta.dirname, `${topic}.ts`))) as { cases: readonly Parity[] };
  process.stderr.write(`${topic}: ${cases.length} comparisons\n`);
  for (const parity of cases)
    compared.push({ topic, parity, difference: differenceOf(parity, parity.ours()) });
}

const { madeBy } = reference<{ madeBy: Record<string, string> }>('parity/linear');
writeFileSync(documentPath, documentOf(compared, madeBy));

const wrong = compared.filter(({ parity, difference }) => !(difference <= parity.tolerance));
for (const { parity, difference } of wrong)
  process.stderr.write(
    `${parity.estimator}, ${parity.dataset}, ${parity.what}: ${difference} > ${parity.tolerance}\n`,
  );
process.exitCode = wrong.length > 0 ? 1 : 0;
