import { machine } from '../machine.ts';
import { table } from '../results.ts';
import { median, quantile } from '../statistics.ts';
import type { ColdStart } from './coldStart.ts';
import type { Measured } from './load.ts';

export interface Scenario {
  readonly rows: number;
  readonly clients: number;
}

export interface Comparison {
  readonly scenario: Scenario;
  /** For each server, in the order of their names, its rounds. */
  readonly measured: readonly (readonly Measured[])[];
}

export interface Findings {
  readonly rounds: number;
  readonly seconds: number;
  /** Of the servers; the first is the one that the others are compared with. */
  readonly names: readonly string[];
  readonly comparisons: readonly Comparison[];
  /** How far predictions lie apart at most, relative to their size. */
  readonly apart: number;
  readonly coldStart: ColdStart;
  /** MB resident in the process of `millrace dev`, with its functions and database, around the load. */
  readonly memory: { readonly before: number; readonly after: number };
  readonly load: { readonly before: number; readonly after: number };
  readonly versions: string;
}

/** The findings as a section of bench/RESULTS.md. */
export function report(findings: Findings): string {
  const { rounds, seconds, names, comparisons, apart, coldStart, memory, load, versions } = findings;
  const rows = comparisons.flatMap(({ scenario, measured }) => {
    const ours = measured[0]!.map(({ requestsPerSecond }) => requestsPerSecond);
    return names.map((name, index) => {
      const all = measured[index]!;
      const theirs = all.map(({ requestsPerSecond }) => requestsPerSecond);
      const latencies = all.flatMap((one) => one.latencies);
      const ratio = median(ours.map((value, round) => value / theirs[round]!));
      return [
        `${name}, ${scenario.rows} ${scenario.rows === 1 ? 'row' : 'rows'}, ${scenario.clients} ${scenario.clients === 1 ? 'client' : 'clients'}`,
        median(theirs).toFixed(0),
        quantile(latencies, 0.5).toFixed(2),
        quantile(latencies, 0.99).toFixed(1),
        String(all.reduce((sum, { errors }) => sum + errors, 0)),
        index === 0 ? '' : ratio.toFixed(1),
      ];
    });
  });
  return `## Serving: \`npm run bench:serve\`

The model of [models/housing](../models/housing) (22 columns, linear regression), served by \`millrace dev\` with API key, schema check, ids,
metrics and capture of every row into DynamoDB, and by [FastAPI](serve/fastapi/app.py) with the same pipeline in scikit-learn and none of those.
All predictions agree within ${apart.toExponential(1)} of their size.

${table(['', 'requests a second', 'p50 ms', 'p99 ms', 'errors', 'millrace ÷ this'], rows)}

Bare Node answers always the same at once: what the machine and the load generator take by themselves. Requests a second and ratios are medians of ${rounds} rounds of ${seconds} s, in which the servers take turns; latencies are of all rounds together. The load
generator, autocannon over kept connections, shares the processors with the servers, which costs the faster ones more.

The prediction function's bundle has ${Math.round(coldStart.bytes / 1000)} KB and loads in ${coldStart.wall.toFixed(0)} ms (${coldStart.cpu.toFixed(0)} ms of processor time; medians of 21 fresh processes).
The process of \`millrace dev\` had ${memory.before.toFixed(0)} MB resident before the load and ${memory.after.toFixed(0)} MB after it.

${new Date().toISOString().slice(0, 10)}; ${machine()}; load average ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after; ${versions}; \`npm run bench:serve -- --rounds ${rounds} --seconds ${seconds}\`.`;
}
