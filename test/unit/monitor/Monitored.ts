import { v7 } from 'uuid';
import { monitor } from '../../../functions/monitor/step.ts';
import { predictionAt } from '../../../layers/contracts/predictions.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import { score } from '../../../layers/learn/index.ts';
import type { EmbeddedMetric } from '../../../layers/runtime/metrics.ts';
import { openArtifacts } from '../../../layers/store/artifacts.ts';
import { openStore, type Store } from '../../../layers/store/dynamo.ts';
import { buildProfile } from '../../../layers/watch/profile.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';
import { letModel, rentModel, type Trained } from '../predict/flats.ts';
import { MemoryPredictions, memoryArtifacts } from '../predict/memoryStore.ts';

export const minute = 60_000;
export const hour = 60 * minute;

type Row = Readonly<Record<string, unknown>>;

/** A model in a registry, what it is asked, and the monitor that looks at it. */
export class Monitored {
  readonly model: string;
  readonly store: Store;
  readonly trained: Trained;
  /** Metrics of each tick. */
  readonly measured: Readonly<Record<string, EmbeddedMetric>>[] = [];
  /** Names under which the training pipeline was started. */
  readonly started: string[] = [];
  private readonly files: Record<string, string> = {};
  private readonly task: 'regression' | 'classification';
  private readonly settings: string;

  constructor(store: Store, model: string, task: 'regression' | 'classification', settings = '{}') {
    this.store = store;
    this.model = model;
    this.task = task;
    this.settings = settings;
    this.trained = task === 'regression' ? rentModel() : letModel();
  }

  get target(): string {
    return this.task === 'regression' ? 'rent' : 'let';
  }

  /** Registers a version, and lets it answer if it is to be champion. */
  async register({ champion = true } = {}): Promise<string> {
    const { table, pipeline } = this.trained;
    const predictions = pipeline.predict(table);
    const metrics = score(this.task, table.columns[this.target]!, predictions, pipeline.classes?.at(-1));
    const positive = pipeline.classes?.at(-1);
    const context = {
      task: this.task,
      target: this.target,
      metrics,
      ...(positive !== undefined && { positive }),
    };
    this.files['memory://pipeline'] = JSON.stringify(pipeline.toJSON());
    this.files['memory://profile'] = JSON.stringify(buildProfile(table, predictions, context));
    const version = await this.store.registry.registerVersion(this.model, {
      runId: v7(),
      pipelineUri: 'memory://pipeline',
      profileUri: 'memory://profile',
      metrics,
      params: {},
      monitor: { capture: 1, retention: 30 },
      createdAt: 0,
    });
    const move = { actor: 'test', reason: 'test' };
    if (champion) await this.store.registry.setAlias(this.model, 'champion', version, move);
    return version;
  }

  /** Answers rows at a time, and captures them. Returns ids and predictions. */
  async serve(
    rows: readonly Row[],
    at: number,
    version = '1',
  ): Promise<{ id: string; prediction: unknown }[]> {
    const predictions = this.trained.pipeline.predictRecords(rows);
    const request = v7({ msecs: at });
    const captured = rows.map((row, index) => ({
      id: `${request}:${index}`,
      at,
      version,
      row,
      prediction: predictionAt(predictions, index),
    }));
    await this.store.predictions.capture(this.model, captured, 30);
    return captured;
  }

  async tell(outcomes: readonly { id: string; outcome: string | number }[], at: number): Promise<void> {
    await this.store.predictions.feedback(
      this.model,
      outcomes.map((one) => ({ ...one, at })),
      30,
    );
  }

  /** What the schedule does. */
  async tick(now: number, changes: { retrain?: (name: string) => Promise<void> } = {}) {
    const spec = parseSpec(
      `{name: ${this.model}, task: ${this.task}, target: ${this.target}, data: {sources: {flats: x.csv}}, train: {candidates: [${this.task === 'regression' ? 'linear' : 'logistic'}-regression]}, monitor: ${this.settings}}`,
      'model.yaml',
    );
    return monitor(
      { model: this.model },
      {
        ...this.store,
        artifacts: { ...openArtifacts(), ...memoryArtifacts(this.files) },
        spec,
        now: () => now,
        measure: (_, metrics) => this.measured.push(metrics),
        retrain: async (name) => {
          this.started.push(name);
        },
        ...changes,
      },
    );
  }
}

/** A table in memory, for all models of a suite; predictions beside it, as each hour would be a query. */
export async function openTable(): Promise<{ store: Store; table: LocalTable }> {
  const table = await openDynalite();
  const store = { ...openStore(table.table, table.client), predictions: new MemoryPredictions() };
  return { store, table };
}
