import { resolve } from 'node:path/posix';
import { InvalidInput, isOperational } from '../../layers/contracts/errors.ts';
import type { CatalogVersion, ModelCatalog } from '../../layers/store/registry/ModelCatalog.ts';
import { artifactRoot } from './forms.ts';
import { loggedModelRoot } from './loggedModelForms.ts';
import type { TrackingServices } from './services.ts';

type Services = Pick<TrackingServices, 'catalog' | 'tracking'>;

interface Lineage {
  readonly source: string;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
}

/** What stands where a prompt's files would lie. */
const promptSources = ['dummy-source', 'prompt-template'];

/** @throws InvalidInput */
export function checkPromptSource(source: string): void {
  if (promptSources.includes(source)) return;
  throw new InvalidInput(
    `Invalid prompt source: '${source}'. Prompt sources must use an MLflow placeholder: ${promptSources.join(' or ')}.`,
  );
}

/**
 * Where the files of a new version lie, and what they come from. A source within what this server keeps must belong to the run or the
 * logged model that is named, and no source may lead out of its place: whoever reads a version must not read anything else by it.
 *
 * @throws InvalidInput in MLflow's words
 */
export async function sourceOf(
  asked: Lineage,
  services: Services,
): Promise<Lineage & { readonly storage?: string }> {
  const { lineage, copied } = await resolveModelUri(asked, services.catalog);
  const { source, modelId, runId } = lineage;
  if (modelId) await checkModelSource(source, modelId, services);
  else await checkRunSource(source, runId, services);
  if (copied) return { ...lineage, storage: copied.storage ?? copied.source };
  if (!modelId) return lineage;
  const model = await services.tracking.loggedModels.get(modelId);
  const storage = schemeOf(source) === 'models' ? await rootOfModel(modelId, services) : undefined;
  return {
    ...lineage,
    runId: runId || model.sourceRunId,
    ...(storage !== undefined && { storage }),
  };
}

/** `models:/name/version` and its like as the version that it means; a logged model stays as it is. */
async function resolveModelUri(
  asked: Lineage,
  catalog: ModelCatalog,
): Promise<{ lineage: Lineage; copied?: CatalogVersion }> {
  const { source } = asked;
  if (schemeOf(source) !== 'models') return { lineage: asked };
  const named = modelUri(source);
  if ('modelId' in named) return { lineage: asked };
  const copied = await versionOf(named, catalog);
  const differs = (given: string | undefined, its: string | undefined) =>
    given !== undefined && given !== (its ?? '');
  if (differs(asked.runId, copied.runId) || differs(asked.modelId, copied.modelId)) {
    throw new InvalidInput(
      `Invalid model version source: '${source}'. The run_id and model_id request parameters must match the referenced model version.`,
    );
  }
  const lineage = {
    source: `models:/${copied.model}/${copied.version}`,
    runId: copied.runId,
    modelId: copied.modelId,
  };
  return { lineage, copied };
}

type ModelUri =
  | { readonly modelId: string }
  | { readonly name: string; readonly by: 'version' | 'stage' | 'alias'; readonly what: string };

/** `models:/<id>`, `models:/<name>/<version, stage or latest>` or `models:/<name>@<alias>`. */
function modelUri(source: string): ModelUri {
  const parts = /^models:\/+([^/]+)(?:\/([^/]+))?$/.exec(source);
  if (!parts || source.startsWith('models://')) throw notOf(source, 'model_id');
  const [, first = '', second] = parts;
  if (second !== undefined)
    return { name: first, by: /^\d+$/.test(second) ? 'version' : 'stage', what: second };
  const at = first.lastIndexOf('@');
  return at < 0 ? { modelId: first } : { name: first.slice(0, at), by: 'alias', what: first.slice(at + 1) };
}

async function versionOf(
  { name, by, what }: Exclude<ModelUri, { modelId: string }>,
  catalog: ModelCatalog,
): Promise<CatalogVersion> {
  if (by === 'version') return catalog.getVersion(name, what);
  if (by === 'alias' || what.toLowerCase() === 'latest') return catalog.getByAlias(name, what);
  const [latest] = await catalog.latestVersions(name, [what]);
  if (latest) return latest;
  throw new InvalidInput(`Invalid model version source: model ${name} has no version in stage ${what}.`);
}

async function checkRunSource(source: string, runId: string | undefined, services: Services): Promise<void> {
  const root = () => rootOfRun(runId, source, services);
  if (isLocal(source)) {
    if (runId && isLocalWithin(source, await root())) return;
    throw localRefused(source, 'run_id');
  }
  checkPath(source);
  const scheme = schemeOf(source);
  if (scheme === 'runs') {
    if (runId && /^runs:\/+([^/]+)/.exec(source)?.[1] === runId && !source.startsWith('runs://')) return;
    throw notOf(source, 'run_id');
  }
  if (scheme === 'models' && 'modelId' in modelUri(source)) throw notOf(source, 'model_id');
  if (isKeptHere(source) && !(runId && isWithin(source, await root()))) throw notOf(source, 'run_id');
}

async function checkModelSource(source: string, modelId: string, services: Services): Promise<void> {
  const root = () => rootOfModel(modelId, services, source);
  if (isLocal(source)) {
    if (isLocalWithin(source, await root())) return;
    throw localRefused(source, 'model_id');
  }
  checkPath(source);
  const scheme = schemeOf(source);
  if (scheme === 'models') {
    const named = modelUri(source);
    if ('modelId' in named && named.modelId !== modelId) throw notOf(source, 'model_id');
  }
  if (scheme === 'runs') throw notOf(source, 'model_id');
  if (isKeptHere(source) && !isWithin(source, await root())) throw notOf(source, 'model_id');
}

async function rootOfRun(runId: string | undefined, source: string, { tracking }: Services): Promise<string> {
  const run = await tracking.runs.get(runId ?? '').catch(missingIs(notOf(source, 'run_id')));
  return artifactRoot(run, await tracking.experiments.get(run.experimentId));
}

async function rootOfModel(modelId: string, { tracking }: Services, source = modelId): Promise<string> {
  const model = await tracking.loggedModels.get(modelId).catch(missingIs(notOf(source, 'model_id')));
  return loggedModelRoot(model, await tracking.experiments.get(model.experimentId));
}

function missingIs(other: Error): (error: unknown) => never {
  return (error) => {
    throw isOperational(error) && error.name === 'NotFound' ? other : error;
  };
}

function schemeOf(uri: string): string {
  return (/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? '').toLowerCase();
}

function isLocal(uri: string): boolean {
  return ['', 'file'].includes(schemeOf(uri));
}

function isLocalWithin(source: string, root: string): boolean {
  if (!isLocal(root)) return false;
  const pathOf = (uri: string) => resolve('/', unescaped(uri).replace(/^file:(\/\/[^/]*)?/i, ''));
  return `${pathOf(source)}/`.startsWith(`${pathOf(root)}/`);
}

/** @throws InvalidInput for a path that leads elsewhere than it says */
function checkPath(source: string): void {
  const plain = unescaped(source.replaceAll('+', ' '));
  const path = plain
    .replace(/^[a-z][a-z0-9+.-]*:(\/\/[^/]*)?/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/+/g, '/')
    .replace(/\/$/, '');
  const isPlain =
    !plain.includes('\0') && !plain.split('/').includes('..') && (path === '' || resolve('/', path) === path);
  if (isPlain) return;
  throw new InvalidInput(
    `Invalid model version source: '${source.slice(0, 500)}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
}

/** Without escapes, however often they were escaped. */
function unescaped(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    return plain === text ? text : unescaped(plain);
  } catch {
    return text;
  }
}

/** Scheme, authority and parts of a path. */
function partsOf(uri: string): { readonly place: string; readonly parts: readonly string[] } {
  const { authority = '', path = '' } =
    /^[a-z][a-z0-9+.-]*:(?:\/\/(?<authority>[^/]*))?(?<path>[^?#]*)/i.exec(uri)?.groups ?? {};
  return {
    place: `${schemeOf(uri)}://${authority.toLowerCase()}`,
    parts: path.split('/').filter(Boolean).map(unescaped),
  };
}

function isWithin(source: string, root: string): boolean {
  const [inner, outer] = [partsOf(source), partsOf(root)];
  return (
    inner.place === outer.place &&
    outer.parts.length > 0 &&
    outer.parts.every((part, index) => inner.parts[index] === part)
  );
}

/** Whether a source lies where this server keeps artifacts. */
function isKeptHere(source: string): boolean {
  const scheme = schemeOf(source);
  if (scheme === 'mlflow-artifacts') return true;
  return (
    (scheme === 'http' || scheme === 'https') &&
    `/${partsOf(source).parts.join('/')}/`.includes('/api/2.0/mlflow-artifacts/artifacts/')
  );
}

function notOf(source: string, parameter: string): InvalidInput {
  return new InvalidInput(
    `Invalid model version source: '${source.slice(0, 500)}'. The ${parameter} request parameter must identify the resource that contains the source.`,
  );
}

function localRefused(source: string, parameter: string): InvalidInput {
  return new InvalidInput(
    `Invalid model version source: '${source.slice(0, 500)}'. To use a local path as a model version source, the ${parameter} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${parameter}.`,
  );
}
