import { join } from 'node:path';
import type { Parity } from './Parity.ts';

export const documentPath = join(import.meta.dirname, '../../../docs/parity.md');

interface Compared {
  readonly topic: string;
  readonly parity: Parity;
  readonly difference: number;
}

/** The first cells of a comparison's row, by which it is found again. */
export function cellsOf({ dataset, what, method, tolerance }: Parity): string {
  return `| ${dataset} | ${what} | ${method} | ${tolerance} |`;
}

/** docs/parity.md. @param madeBy the reference's packages and their versions */
export function documentOf(compared: readonly Compared[], madeBy: Readonly<Record<string, string>>): string {
  const estimators = [...new Set(compared.map(({ parity }) => parity.estimator))];
  const versions = Object.entries(madeBy).map(([name, version]) => `${name} ${version}`);
  const summary = estimators.map((estimator) => {
    const own = compared.filter(({ parity }) => parity.estimator === estimator);
    const datasets = [...new Set(own.map(({ parity }) => parity.dataset))];
    return `| [${estimator}](#${anchorOf(estimator)}) | ${datasets.join(', ')} | ${own.length} | ${largestOf(own, false)} | ${largestOf(own, true)} |`;
  });
  const sections = estimators.map((estimator) => {
    const rows = compared
      .filter(({ parity }) => parity.estimator === estimator)
      .map(({ parity, difference }) => `${cellsOf(parity)} ${show(difference)} |`);
    return `### ${estimator}\n\n| data | what | method | allowed | difference |\n| --- | --- | --- | --: | --: |\n${rows.join('\n')}`;
  });
  return `# Parity with scikit-learn

Written by \`npm run parity\`; checked by \`npm test\`. The reference values in [test/golden/parity](../test/golden/parity) are made by \`npm run golden\`
with ${versions.join(', ')}, from the very numbers of [test/golden/data](../test/golden/data). Where nothing else is said, every fourth row is for testing.

*Exact* methods agree to 1e-8, and *iterative* ones to the tolerance at which they stop: the difference is a share of the largest reference value. Of *randomized*
ones, whose random numbers differ, the quality is compared: the difference of the means over five seeds.

| | data | comparisons | largest difference | of a randomized quality |
| --- | --- | --: | --: | --: |
${summary.join('\n')}

## Each comparison

${sections.join('\n\n')}
`;
}

function largestOf(compared: readonly Compared[], isRandomized: boolean): string {
  const own = compared.filter(({ parity }) => (parity.method === 'randomized') === isRandomized);
  return own.length === 0 ? '' : show(Math.max(...own.map(({ difference }) => difference)));
}

/** The order of magnitude is what another processor's rounding leaves alone. */
function show(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(0);
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
