import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import type { ArtifactStore } from './artifactStore.ts';
import { isPartial, partialOf } from './partialFile.ts';

/** Artifacts in folders of this machine. */
export function fileArtifacts(): ArtifactStore {
  return {
    get: (uri) => readFile(fileURLToPath(uri)).catch(missing(uri)),
    put: (uri, body) => atomically(uri, (temporary) => writeFile(temporary, body)),
    upload: (file, uri) => atomically(uri, (temporary) => copyFile(file, temporary)),
    download: async (uri, file) => {
      await mkdir(dirname(file), { recursive: true });
      await copyFile(fileURLToPath(uri), file).catch(missing(uri));
    },
    delete: (uri) => rm(fileURLToPath(uri), { force: true }),
    exists: (uri) =>
      stat(fileURLToPath(uri)).then(
        (entry) => entry.isFile(),
        (error: NodeJS.ErrnoException) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    list: async (prefix) => {
      const root = fileURLToPath(prefix);
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          if (isMissing(error)) return [];
          throw error;
        },
      );
      const files = entries.filter((entry) => entry.isFile() && !isPartial(entry.name));
      const listed = files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { uri: pathToFileURL(path).href, size: (await stat(path)).size };
      });
      return (await Promise.all(listed)).sort((a, b) => (a.uri < b.uri ? -1 : 1));
    },
  };
}

/** Writes beside the target and renames, so that no reader sees half a file. */
async function atomically(uri: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const path = fileURLToPath(uri);
  const temporary = partialOf(path, randomUUID());
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw impossible(error as NodeJS.ErrnoException, uri);
  }
}

/** Paths that a file system does not have: a name too long, a folder where a file is, or the other way round. */
function impossible(error: NodeJS.ErrnoException, uri: string): Error {
  return ['ENAMETOOLONG', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY'].includes(error.code ?? '')
    ? new InvalidInput(
        `no file can be called ${uri.slice(uri.lastIndexOf('/') + 1).slice(0, 100)} there (${error.code}): choose a shorter path, and none through or at another file or folder`,
        { uri },
        { cause: error },
      )
    : error;
}

function missing(uri: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (isMissing(error) || error.code === 'EISDIR')
      throw new NotFound(`there is no artifact at ${uri}`, { uri }, { cause: error });
    throw error;
  };
}

function isMissing(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}
