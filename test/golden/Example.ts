import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { evaluate } from '../../functions/evaluate/step.ts';
import { fit } from '../../functions/fit/step.ts';
import { ingest } from '../../functions/ingest/step.ts';
import { prepare } from '../../functions/prepare/step.ts';
import type { Table } from '../../layers/contracts/columns.ts';
import type { ModelSpec } from '../../layers/contracts/spec.ts';
import { parseSpec } from '../../layers/contracts/specFile.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import { openArtifacts } from '../../layers/store/artifacts.ts';
import { openStore } from '../../layers/store/dynamo.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { startRun } from '../../layers/store/tracking.ts';
import { readArrow } from '../../layers/tables/arrow.ts';
import { readSnapshot } from '../../layers/tables/snapshot.ts';
import { type LocalTable, openDynalite } from '../contract/store/openDynalite.ts';

const models = join(import.meta.dirname, '../../models');

/** What the training pipeline made of an example model. */
export interface TrainedExample {
  readonly pipeline: FittedPipeline;
  readonly metrics: Readonly<Record<string, number>>;
}

/** An example model, taken through the very steps of its state machine. */
export class Example {
  readonly spec: ModelSpec;
  /** All rows of the snapshot, in the order of the file. */
  readonly table: Table;
  readonly train: Table;
  readonly test: Table;
  private readonly steps: Steps;

  private constructor(spec: ModelSpec, table: Table, steps: Steps, train: Table, test: Table) {
    this.spec = spec;
    this.table = table;
    this.steps = steps;
    this.train = train;
    this.test = test;
  }

  /** Ingests and prepares `models/<name>`. Close it. */
  static async open(name: string): Promise<Example> {
    const folder = await mkdtemp(join(tmpdir(), 'golden-'));
    const base = pathToFileURL(folder).href;
    const artifacts = openArtifacts();
    const database = await openDynalite();
    const text = await readFile(join(models, name, 'model.yaml'), 'utf8');
    const spec = parseSpec(text, 'model.yaml');
    await artifacts.put(`${base}/spec.json`, JSON.stringify(spec));
    const services = {
      ...openStore(database.table, database.client),
      artifacts,
      base,
      code: 'golden',
      now: () => Date.UTC(2026, 10, 1),
    };
    const run = {
      execution: `golden-${name}`,
      startedAt: '2026-11-01T00:00:00Z',
      trigger: 'golden',
      cache: true,
    };
    const event = { model: name, spec: `${base}/spec.json`, run };
    const files = Object.entries(spec.data.sources).map(([source, path]) => {
      const uri = pathToFileURL(join(models, name, path)).href;
      return [source, [{ name: path.slice(path.lastIndexOf('/') + 1), uri }]];
    });
    const { snapshot } = await ingest({ ...event, sources: Object.fromEntries(files) }, services);
    const { prepared } = await prepare({ ...event, snapshot }, services);
    const table = await readSnapshot(new URL(snapshot.uri).pathname);
    const read = async (uri: string) => readArrow(await artifacts.get(uri));
    const steps = { services, event, prepared, folder, database };
    return new Example(spec, table, steps, await read(prepared.train), await read(prepared.test));
  }

  /** Fits one candidate and evaluates it on the test rows. */
  async fit(model: string, params: Readonly<Record<string, number | string>> = {}): Promise<TrainedExample> {
    const { services, prepared } = this.steps;
    const run = { ...this.steps.event.run, execution: `${model} ${JSON.stringify(params)}` };
    const event = { ...this.steps.event, run };
    const startedAt = run.startedAt;
    await startRun(services.tracking, { id: runIdOf(run.execution), experiment: event.model, startedAt });
    const { fitted } = await fit({ ...event, prepared, trials: [{ index: 0, model, params }] }, services);
    const { metrics } = await evaluate({ ...event, prepared, fitted }, services);
    const document = new TextDecoder().decode(await services.artifacts.get(fitted.uri));
    return { pipeline: FittedPipeline.fromJSON(JSON.parse(document)), metrics };
  }

  async close(): Promise<void> {
    await this.steps.database.close();
    await rm(this.steps.folder, { recursive: true, force: true });
  }
}

interface Steps {
  readonly services: Parameters<typeof ingest>[1] & Parameters<typeof evaluate>[1];
  readonly event: { model: string; spec: string; run: Parameters<typeof fit>[0]['run'] };
  readonly prepared: Parameters<typeof fit>[0]['prepared'];
  readonly folder: string;
  readonly database: LocalTable;
}
