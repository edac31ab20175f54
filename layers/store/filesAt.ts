import { matchesGlob } from 'node:path';
import { isDataFile, isFolder, isGlob } from '../contracts/dataFiles.ts';
import type { File } from '../contracts/events.ts';
import type { ArtifactStore } from './artifactStore.ts';

/**
 * The files of rows that a URI stands for, in the order of their URIs: one file, those of a glob, or all below a folder; none when there is
 * nothing. A file is named by its path below the folder, or below the part of the glob that is fixed.
 *
 * @example await filesAt(artifacts, 's3://bucket/visits/2026-*.parquet')
 */
export async function filesAt(
  artifacts: Pick<ArtifactStore, 'exists' | 'list'>,
  uri: string,
): Promise<File[]> {
  if (!isFolder(uri) && !isGlob(uri))
    return (await artifacts.exists(uri)) ? [{ name: uri.slice(uri.lastIndexOf('/') + 1), uri }] : [];
  const folder = isGlob(uri) ? uri.replace(/[^/]*[*?[{].*$/s, '') : uri.replace(/\/*$/, '/');
  const pattern = uri.slice(folder.length);
  const entries = await artifacts.list(folder);
  return entries
    .map((entry) => ({ uri: entry.uri, path: entry.uri.slice(folder.length) }))
    .filter(({ path }) => isDataFile(path) && (!isGlob(uri) || matchesGlob(path, pattern)))
    .map(({ uri: one, path }) => ({ uri: one, name: path.replaceAll('/', '-') }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}
