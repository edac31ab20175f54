import { InvalidInput } from '../contracts/errors.ts';
import type { ArtifactStore } from './artifactStore.ts';
import { fileArtifacts } from './fileArtifacts.ts';
import { s3Artifacts } from './s3Artifacts.ts';

export type { ArtifactStore };

const schemes: Readonly<Record<string, () => ArtifactStore>> = { file: fileArtifacts, s3: s3Artifacts };

/** A store that picks the implementation from each URI's scheme, as fsspec does. */
export function openArtifacts(): ArtifactStore {
  const opened = new Map<string, ArtifactStore>();
  const of = (uri: string): ArtifactStore => {
    const scheme = /^([a-z0-9]+):\/\//.exec(uri)?.[1] ?? '';
    const open = schemes[scheme];
    if (!open)
      throw new InvalidInput(
        `${JSON.stringify(uri)} is not an artifact's URI: use s3://bucket/key or file:///path`,
      );
    const store = opened.get(scheme) ?? open();
    opened.set(scheme, store);
    return store;
  };
  return {
    get: async (uri) => of(uri).get(uri),
    put: async (uri, body) => of(uri).put(uri, body),
    delete: async (uri) => of(uri).delete(uri),
    exists: async (uri) => of(uri).exists(uri),
    list: async (prefix) => of(prefix).list(prefix),
    download: async (uri, file) => of(uri).download(uri, file),
    upload: async (file, uri) => of(uri).upload(file, uri),
  };
}

/** Joins a URI and path segments with single slashes. */
export function joinUri(base: string, ...parts: string[]): string {
  const path = parts.map((part) => part.replace(/^\/+|\/+$/g, '')).join('/');
  // In a file's URI these would escape something or end the path; S3 keys are taken as they are.
  const safe = base.startsWith('file:')
    ? path.replaceAll('%', '%25').replaceAll('#', '%23').replaceAll('?', '%3F')
    : path;
  return `${base.replace(/\/+$/, '')}/${safe}`;
}
