import { isOperational } from '../../layers/contracts/errors.ts';
import { FittedPipeline } from '../../layers/learn/index.ts';
import type { ArtifactStore } from '../../layers/store/artifactStore.ts';
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
  private readonly registry: Pick<Registry, 'getAlias' | 'getVersion'>;
  private readonly artifacts: Pick<ArtifactStore, 'get'>;
  private readonly now: () => number;
  private readonly aliases = new Map<string, Believed>();
  private readonly asking = new Map<string, Promise<string>>();
  /** The least recently used first. */
  private readonly models = new Map<string, Promise<LoadedModel>>();

  constructor(
    registry: Pick<Registry, 'getAlias' | 'getVersion'>,
    artifacts: Pick<ArtifactStore, 'get'>,
    now: () => number,
  ) {
    this.registry = registry;
    this.artifacts = artifacts;
    this.now = now;
  }

  /** @throws NotFound naming what there is */
  async byAlias(model: string, alias: string): Promise<LoadedModel> {
    const key = `${model}/${alias}`;
    const believed = this.aliases.get(key);
    const fresh = believed && this.now() - believed.at < aliasAge;
    return this.byVersion(model, fresh ? believed.version : await this.ask(key, model, alias));
  }

  /** @throws NotFound naming what there is */
  byVersion(model: string, version: string): Promise<LoadedModel> {
    const key = `${model}/${version}`;
    const kept = this.models.get(key);
    const loading = kept ?? this.load(model, version);
    this.models.delete(key);
    this.models.set(key, loading);
    if (kept) return kept;
    loading.catch(() => {
      if (this.models.get(key) === loading) this.models.delete(key);
    });
    for (const oldest of this.models.keys()) {
      if (this.models.size <= mostModels) break;
      this.models.delete(oldest);
    }
    return loading;
  }

  /** Asks the registry once for all requests that wait. When it does not answer, its last word stands. */
  private ask(key: string, model: string, alias: string): Promise<string> {
    const asked = this.asking.get(key);
    if (asked) return asked;
    // The alias may move while the registry answers: its answer is as old as the question.
    const at = this.now();
    const asking = this.registry
      .getAlias(model, alias)
      .catch((error: unknown) => {
        const last = this.aliases.get(key);
        if (last && !(isOperational(error) && error.name === 'NotFound')) return last.version;
        this.aliases.delete(key);
        throw error;
      })
      .then((version) => {
        this.aliases.set(key, { at, version });
        return version;
      })
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async load(model: string, version: string): Promise<LoadedModel> {
    const { pipelineUri, monitor } = await this.registry.getVersion(model, version);
    try {
      const document: unknown = JSON.parse(new TextDecoder().decode(await this.artifacts.get(pipelineUri)));
      return { version, pipeline: FittedPipeline.fromJSON(document), monitor };
    } catch (error) {
      if (isOperational(error) && error.name === 'Transient') throw error;
      // A registered version without its pipeline is no fault of the caller, whatever the error is called.
      throw new Error(`version ${version} of ${model} cannot be loaded from ${pipelineUri}`, {
        cause: error,
      });
    }
  }
}
