import { isOperational } from '../../layers/contracts/errors.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import type { ModelVersion, Registry } from '../../layers/store/registry.ts';

/** A version that is ready to predict. */
export interface LoadedModel {
  readonly version: string;
  readonly pipeline: FittedPipeline;
  readonly monitor: ModelVersion['monitor'];
}

/** Milliseconds that an alias is believed: a moved one must be seen within 5 s. */
const aliasAge = 2000;
/** Versions kept in memory. */
const mostModels = 20;

interface Believed {
  readonly at: number;
  readonly version: string;
}

/** Fitted pipelines in memory, by version, and which version each alias names just now. */
export class ModelCache {
  private readonly registry: Registry;
  private readonly artifacts: ArtifactStore;
  private readonly now: () => number;
  private readonly aliases = new Map<string, Believed>();
  private readonly asking = new Map<string, Promise<string>>();
  private readonly models = new Map<string, Promise<LoadedModel>>();

  constructor(registry: Registry, artifacts: ArtifactStore, now: () => number) {
    this.registry = registry;
    this.artifacts = artifacts;
    this.now = now;
  }

  /** @throws NotFound naming what there is */
  async byAlias(model: string, alias: string): Promise<LoadedModel> {
    const key = `${model}/${alias}`;
    const believed = this.aliases.get(key);
    const version =
      believed && this.now() - believed.at < aliasAge ? believed.version : await this.ask(key, model, alias);
    return this.byVersion(model, version);
  }

  /** @throws NotFound naming what there is */
  byVersion(model: string, version: string): Promise<LoadedModel> {
    const key = `${model}/${version}`;
    const known = this.models.get(key);
    if (known) return known;
    const loading = this.load(model, version);
    loading.catch(() => this.models.delete(key));
    this.models.set(key, loading);
    for (const oldest of this.models.keys()) {
      if (this.models.size <= mostModels) break;
      this.models.delete(oldest);
    }
    return loading;
  }

  /** Asks the registry once for all requests that wait. When it does not answer, the last word stands. */
  private ask(key: string, model: string, alias: string): Promise<string> {
    const asked = this.asking.get(key);
    if (asked) return asked;
    const asking = this.registry
      .getAlias(model, alias)
      .catch((error: unknown) => {
        const last = this.aliases.get(key);
        if (last && !(isOperational(error) && error.name === 'NotFound')) return last.version;
        throw error;
      })
      .then((version) => {
        this.aliases.set(key, { at: this.now(), version });
        return version;
      })
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async load(model: string, version: string): Promise<LoadedModel> {
    const { pipelineUri, monitor } = await this.registry.getVersion(model, version);
    const document: unknown = JSON.parse(new TextDecoder().decode(await this.artifacts.get(pipelineUri)));
    return { version, pipeline: FittedPipeline.fromJSON(document), monitor };
  }
}
