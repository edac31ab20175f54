/**
 * One model, served by `millrace dev` and by FastAPI with scikit-learn, loaded in turn by one load generator:
 * `npm run bench:serve -- --rounds 3 --seconds 5`. Writes its section of bench/RESULTS.md.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outputOf } from '../../test/cloud/processes.ts';
import { load } from '../machine.ts';
import { writeSection } from '../results.ts';
import { startBareNode } from './bareNode.ts';
import { measureColdStart } from './coldStart.ts';
import { prepareFastApi, startFastApi } from './fastapi.ts';
import { type Endpoint, measure, predictions } from './load.ts';
import { startMillrace } from './millrace.ts';
import { type Comparison, report, type Scenario } from './report.ts';
import { bodiesOf } from './requests.ts';

const folder = '.peers/serve';

const scenarios: readonly Scenario[] = [
  { rows: 1, clients: 1 },
  { rows: 1, clients: 16 },
  { rows: 1, clients: 64 },
  { rows: 1000, clients: 1 },
];

/** How far the predictions of two servers may lie apart, as a share of their size. */
const tolerance = 1e-6;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' } },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const stops: (() => Promise<void>)[] = [];
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const loadBefore = load();
  say('loading the bundle in fresh processes');
  const coldStart = measureColdStart(21);
  say('starting millrace dev, training housing');
  const millrace = await startMillrace(folder);
  stops.push(millrace.stop);
  const memory = () => Number(outputOf('ps', ['-o', 'rss=', '-p', String(millrace.session.pid)])) / 1024;
  const memoryBefore = memory();
  say(`installing FastAPI into ${folder}, fitting the same pipeline`);
  const fastApi = await prepareFastApi(folder, millrace);
  const endpoints = [millrace.endpoint];
  for (const workers of [1, 2]) {
    const { endpoint, stop } = await startFastApi(folder, fastApi, workers);
    endpoints.push(endpoint);
    stops.push(stop);
  }
  const apart = await compare(endpoints, bodiesOf(1000, 2));
  const bare = await startBareNode(folder);
  endpoints.push(bare.endpoint);
  stops.push(bare.stop);
  say(`the predictions of all lie at most ${apart.toExponential(1)} apart, relative to their size`);

  const comparisons: Comparison[] = [];
  for (const scenario of scenarios) {
    const bodies = bodiesOf(scenario.rows, scenario.rows === 1 ? 500 : 2);
    const measured = endpoints.map(() => [] as Comparison['measured'][number][number][]);
    for (const endpoint of endpoints) await measure(endpoint, { ...scenario, seconds: 1, bodies });
    for (let round = 0; round < rounds; round++) {
      for (const [index, endpoint] of endpoints.entries()) {
        const result = await measure(endpoint, { ...scenario, seconds, bodies });
        measured[index]!.push(result);
        say(
          `${scenario.rows} rows, ${scenario.clients} clients, ${endpoint.name}: ${result.requestsPerSecond.toFixed(0)} a second`,
        );
      }
    }
    comparisons.push({ scenario, measured });
  }
  const markdown = report({
    rounds,
    seconds,
    names: endpoints.map(({ name }) => name),
    comparisons,
    apart,
    coldStart,
    memory: { before: memoryBefore, after: memory() },
    load: { before: loadBefore, after: load() },
    versions: fastApi.versions,
  });
  writeSection('serve', markdown);
  process.stdout.write(`${markdown}\n`);
}

/** Asks all servers the same. @throws Error when they do not agree; returns how far they lie apart at most */
async function compare(endpoints: readonly Endpoint[], bodies: readonly string[]): Promise<number> {
  let most = 0;
  for (const body of bodies) {
    const [first, ...others] = await Promise.all(endpoints.map((endpoint) => predictions(endpoint, body)));
    for (const [index, other] of others.entries()) {
      for (const [row, value] of first!.entries()) {
        const apart = Math.abs(value - other[row]!) / Math.abs(value);
        if (!(apart <= tolerance)) {
          throw new Error(
            `row ${row}: ${endpoints[0]!.name} predicts ${value}, ${endpoints[index + 1]!.name} ${other[row]}: they do not serve the same model`,
          );
        }
        most = Math.max(most, apart);
      }
    }
  }
  return most;
}

try {
  await main();
} finally {
  await Promise.all(stops.map((stop) => stop()));
  rmSync(`${folder}/data`, { recursive: true, force: true });
}
