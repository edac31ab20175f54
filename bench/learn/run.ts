/**
 * The learning library beside its peers, each fit in a fresh process, in turns: `npm run bench:learn -- --runs 5`.
 * `--only ridge` compares one estimator and writes nothing; otherwise it writes its section of bench/RESULTS.md.
 */
import { parseArgs } from 'node:util';
import { load } from '../machine.ts';
import { writeSection } from '../results.ts';
import { type Comparison, comparisons, npm, parallel } from './comparisons.ts';
import { measureGrowth } from './growth.ts';
import { measureLatency } from './latency.ts';
import type { Measured } from './Measured.ts';
import { Peers } from './Peers.ts';
import { type Outcome, report, rowsOf } from './report.ts';
import { measureSizes } from './sizes.ts';
import { runTrials } from './trials.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const runs = Number(values.runs);
const say = (line: string) => process.stderr.write(`${line}\n`);

const before = load();
say('installing the peers into .peers/learn');
const peers = await Peers.prepare('.peers/learn');

if (values.only) {
  const chosen = [...comparisons, ...npm].filter(({ task }) => task === values.only);
  for (const outcome of chosen.map(compare))
    for (const row of rowsOf(outcome)) process.stdout.write(`${row.join('  ')}\n`);
} else {
  const markdown = report({
    runs,
    outcomes: comparisons.map(compare),
    parallel: parallel.map(compare),
    npm: npm.map(compare),
    growth: measureGrowth(say),
    latency: measureLatency('.peers/learn/data'),
    tpe: { ours: runTrials(), optuna: peers.tpe() },
    sizes: await measureSizes(),
    load: { before, after: load() },
    versions: peers.versions,
  });
  writeSection('learn', markdown);
  process.stdout.write(`${markdown}\n`);
}

/** The contenders take turns, so that what slows the machine slows all. */
function compare(comparison: Comparison): Outcome {
  const measured = comparison.contenders.map((): Measured[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, contender] of comparison.contenders.entries()) {
      const one = peers.fit(comparison.task, comparison.data, contender);
      measured[index]!.push(one);
      say(
        `${comparison.task}, ${comparison.data}, ${contender.library}: ${one.cpu.toFixed(3)} s, quality ${one.quality.toFixed(4)}`,
      );
    }
  }
  return { comparison, runs: measured };
}
