import type { ModelSpec } from '../contracts/spec.ts';
import type { ArtifactStore } from './artifacts.ts';

/** Reads a spec that the app's synthesis validated and filled with its defaults. */
export async function readSpec(artifacts: ArtifactStore, uri: string): Promise<ModelSpec> {
  return JSON.parse(new TextDecoder().decode(await artifacts.get(uri))) as ModelSpec;
}
