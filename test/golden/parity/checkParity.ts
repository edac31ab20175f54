import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cellsOf, documentPath } from './document.ts';
import { differenceOf, type Parity } from './Parity.ts';

/** A test of each; `GOLDEN_PRINT=1` prints the differences. */
export function checkParity(cases: readonly Parity[]): void {
  const named = cases.map((one) => [`${one.dataset}: ${one.what}`, one] as const);
  for (const estimator of new Set(cases.map((one) => one.estimator))) {
    describe(estimator, () => {
      test.each(named.filter(([, one]) => one.estimator === estimator))('%s', (name, one) => {
        const difference = differenceOf(one, one.ours());
        if (process.env.GOLDEN_PRINT)
          console.log(`PARITY\t${estimator}\t${name}\t${difference}\t${one.tolerance}`);
        expect(difference).toBeLessThanOrEqual(one.tolerance);
      });
    });
  }

  test('docs/parity.md has each: else write it by `npm run parity`', () => {
    const document = readFileSync(documentPath, 'utf8');
    for (const one of cases) {
      const [, section = ''] = document.split(`### ${one.estimator}\n`);
      expect(section.split('\n### ')[0]).toContain(cellsOf(one));
    }
  });
}
