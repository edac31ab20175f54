import { InvalidInput } from '../../../layers/contracts/errors.ts';
import type { FolderEntry } from '../../../layers/store/transfers.ts';

/** MLflow's FileInfo, in the order of paths. @param folder what the paths begin with */
export function fileForms(entries: readonly FolderEntry[], folder: string) {
  return entries
    .map(({ name, isFolder, size }) => ({
      path: folder === '' ? name : `${folder}/${name}`,
      is_dir: isFolder,
      ...(size !== undefined && { file_size: size }),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The path below the workspace's root that an artifact location names.
 *
 * @throws InvalidInput for a location that clients reach by themselves
 */
export function servedPath(location: string): string {
  const [, path] =
    /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/s.exec(location) ??
    /^https?:\/\/.*\/api\/2\.0\/mlflow-artifacts\/artifacts\/+(.*)$/s.exec(location) ??
    [];
  if (path === undefined)
    throw new InvalidInput(
      `the artifacts at ${location.slice(0, 300)} are not served here: read them with mlflow.artifacts.download_artifacts, which goes there by itself`,
    );
  return path;
}
