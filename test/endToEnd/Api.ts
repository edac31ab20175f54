import { createHash } from 'node:crypto';
import type { Answer, Driver } from './driver.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Predicted {
  /** Id of the request; `<id>:<row>` names a prediction. */
  readonly id: string;
  readonly version: string;
  readonly predictions: readonly unknown[];
}

export interface Run {
  readonly status: string;
  /** Id of the experiment. */
  readonly experiment: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Everything that the API says of the run, as text. */
  readonly text: string;
}

export interface Outcome {
  readonly id: string;
  readonly outcome: string | number;
}

/** A monitor's report, as far as it is read here. */
export interface Report {
  /** ISO 8601. */
  readonly at: string;
  readonly drift: Readonly<Record<string, unknown>>;
  /** The training that drift asked for. */
  readonly retrain?: { readonly version: string; readonly execution: string };
}

/** A run as MLflow's API tells it. */
interface RunForm {
  readonly info: { readonly status: string; readonly experiment_id: string };
  readonly data: { readonly metrics?: readonly Pair<number>[] };
}

interface Pair<Value> {
  readonly key: string;
  readonly value: Value;
}

const mlflow = '/api/2.0/mlflow';

/** The REST API as its users call it. Every answer that is no success is an error here. */
export class Api {
  private readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  /** @param which `/versions/1` or `/labels/champion`; the champion by default */
  async predict(model: string, instances: readonly Row[], which = ''): Promise<Predicted> {
    const path = `/v1/models/${model}${which}:predict`;
    const answer = await this.driver.request('POST', path, { instances });
    const { predictions } = success<{ predictions: unknown[] }>(answer, path);
    return {
      id: answer.headers.get('prediction-id') ?? '',
      version: answer.headers.get('model-version') ?? '',
      predictions,
    };
  }

  async feedback(model: string, outcomes: readonly Outcome[]): Promise<number> {
    const path = `/v1/models/${model}/feedback`;
    return success<{ accepted: number }>(await this.driver.request('POST', path, { outcomes }), path)
      .accepted;
  }

  /** The run that an execution made. */
  async run(execution: string): Promise<Run> {
    const path = `${mlflow}/runs/get?run_id=${runIdOf(execution)}`;
    return runOf(success<{ run: RunForm }>(await this.driver.iamRequest('GET', path), path).run);
  }

  /** The runs below the run that an execution made, newest first. */
  async trials(execution: string): Promise<Run[]> {
    const path = `${mlflow}/runs/search`;
    const filter = `tags.mlflow.parentRunId = '${runIdOf(execution)}'`;
    const query = { experiment_ids: [(await this.run(execution)).experiment], filter, max_results: 100 };
    const answer = await this.driver.iamRequest('POST', path, query);
    return success<{ runs?: RunForm[] }>(answer, path).runs?.map(runOf) ?? [];
  }

  /** Versions of a model, oldest first. */
  async versions(model: string): Promise<string[]> {
    const path = `${mlflow}/model-versions/search?${new URLSearchParams({ filter: `name='${model}'`, max_results: '100' })}`;
    const answer = success<{ model_versions?: { version: string }[] }>(
      await this.driver.iamRequest('GET', path),
      path,
    );
    return (answer.model_versions ?? []).map(({ version }) => version).sort((a, b) => Number(a) - Number(b));
  }

  /** Version that an alias names. */
  async alias(model: string, alias: string): Promise<string> {
    const path = `${mlflow}/registered-models/alias?${new URLSearchParams({ name: model, alias })}`;
    return success<{ model_version: { version: string } }>(await this.driver.iamRequest('GET', path), path)
      .model_version.version;
  }

  async promote(model: string, version: string): Promise<void> {
    const path = `/api/2.0/millrace/models/${model}/promote`;
    success(await this.driver.iamRequest('POST', path, { version, actor: 'end-to-end suite' }), path);
  }

  async rollback(model: string): Promise<{ from: string; to: string }> {
    const path = `/api/2.0/millrace/models/${model}/rollback`;
    return success(
      await this.driver.iamRequest('POST', path, { alias: 'champion', actor: 'end-to-end suite' }),
      path,
    );
  }

  /** The monitor's latest report as it stands; undefined before the first. */
  async drift(model: string): Promise<Report | undefined> {
    const path = `/api/2.0/millrace/models/${model}/drift`;
    const answer = await this.driver.iamRequest('GET', path);
    return answer.status === 404 ? undefined : success(answer, path);
  }
}

function runIdOf(execution: string): string {
  return createHash('sha256').update(execution).digest('hex').slice(0, 32);
}

function runOf(run: RunForm): Run {
  const metrics = Object.fromEntries((run.data.metrics ?? []).map(({ key, value }) => [key, value]));
  return { status: run.info.status, experiment: run.info.experiment_id, metrics, text: JSON.stringify(run) };
}

function success<Body>({ status, body }: Answer, path: string): Body {
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body as Body;
}
