import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import { type FileServer, type Grant, signFile } from '../contracts/signedFile.ts';
import { isPartial, isUploadId, partialOf } from './partialFile.ts';
import { type FolderEntry, lifetimes, orderOf, type Part, type Transfers } from './transfers.ts';

/** Files of this machine. @param server what the signed URLs lead to */
export function fileTransfers(server?: FileServer): Transfers {
  const sign = (method: Grant['method'], uri: string, seconds: number): string => {
    if (!server)
      throw new InvalidInput(
        `${uri} is too large to go through a function, and nothing here serves files by signed URLs`,
      );
    return signFile(server, { method, uri, until: Date.now() + seconds * 1000 });
  };
  return {
    folder: async (uri, { limit, after = '' } = { limit: Number.POSITIVE_INFINITY }) => {
      const root = fileURLToPath(uri);
      const found = await readdir(root, { withFileTypes: true }).catch(none);
      const sorted = found
        .filter((entry) => entry.isDirectory() || (entry.isFile() && !isPartial(entry.name)))
        .map((one) => ({ name: one.name, isFolder: one.isDirectory() }))
        .map((entry) => ({ entry, order: orderOf(entry) }))
        .filter(({ order }) => order > after)
        .sort((a, b) => (a.order < b.order ? -1 : 1));
      const page = sorted.slice(0, limit);
      const entries = await Promise.all(page.map(({ entry }) => sized(root, entry)));
      return { entries, ...(sorted.length > page.length && { next: page.at(-1)!.order }) };
    },
    read: async (uri, most) => {
      const file = await open(fileURLToPath(uri)).catch(missing(uri));
      try {
        return await readSmall(file, most, uri);
      } finally {
        await file.close();
      }
    },
    deleteAll: (uri) => rm(fileURLToPath(uri), { recursive: true, force: true }).catch(nothing),
    urlToGet: async (uri) => sign('GET', uri, lifetimes.get),
    urlToPut: async (uri) => sign('PUT', uri, lifetimes.put),
    createParts: async (uri, count) => {
      const uploadId = randomUUID();
      const path = fileURLToPath(uri);
      const partOf = (number: number) => pathToFileURL(partialOf(path, uploadId, number)).href;
      const urls = Array.from({ length: count }, (_, index) => sign('PUT', partOf(index + 1), lifetimes.put));
      return { uploadId, urls };
    },
    completeParts: async (uri, uploadId, parts) => {
      const path = pathOf(uri, uploadId);
      if (await isCompleted(path, uploadId, parts)) return;
      const whole = partialOf(path, uploadId);
      await mkdir(dirname(path), { recursive: true });
      await joinParts(path, uploadId, parts, whole);
      await rename(whole, path);
      await dropParts(path, uploadId);
    },
    abortParts: async (uri, uploadId) => dropParts(pathOf(uri, uploadId), uploadId),
  };
}

function pathOf(uri: string, uploadId: string): string {
  if (!isUploadId(uploadId)) throw new NotFound(`there is no upload ${JSON.stringify(uploadId)} of ${uri}`);
  return fileURLToPath(uri);
}

async function sized(root: string, entry: FolderEntry): Promise<FolderEntry> {
  const size = entry.isFolder ? undefined : await sizeOf(join(root, entry.name));
  return size === undefined ? entry : { ...entry, size };
}

async function readSmall(
  file: FileHandle,
  most: number,
  uri: string,
): Promise<{ size: number; body?: Uint8Array }> {
  const status = await file.stat();
  if (status.isDirectory())
    throw new InvalidInput(`Artifact path refers to a directory, not a file: '${uri}'`);
  if (status.size > most) return { size: status.size };
  const body = await file.readFile();
  return { size: body.length, body };
}

/** Part by part, so that no more than a buffer of it is in memory. @throws InvalidInput for a part that is not as it was */
async function joinParts(
  path: string,
  uploadId: string,
  parts: readonly Part[],
  whole: string,
): Promise<void> {
  await rm(whole, { force: true });
  for (const { number, etag } of parts) {
    const part = partialOf(path, uploadId, number);
    const size = await sizeOf(part);
    if (size === undefined || size !== sizeIn(etag))
      throw new InvalidInput(
        `part ${number} of the upload ${uploadId} was not uploaded, or is not the one with the ETag ${JSON.stringify(etag)}: upload it again`,
      );
    const to = createWriteStream(whole, { flags: 'a' });
    await pipeline(createReadStream(part, { highWaterMark: 1 << 20 }), to);
  }
}

/** The answer to the first completion may have been lost. */
async function isCompleted(path: string, uploadId: string, parts: readonly Part[]): Promise<boolean> {
  const left = await Promise.all(parts.map(({ number }) => sizeOf(partialOf(path, uploadId, number))));
  if (left.some((size) => size !== undefined)) return false;
  const expected = parts.reduce((sum, { etag }) => sum + sizeIn(etag), 0);
  if ((await sizeOf(path)) === expected) return true;
  throw new NotFound(
    `there is no upload ${uploadId} of ${basename(path)}: it was completed or aborted, or has no part yet`,
  );
}

async function dropParts(path: string, uploadId: string): Promise<void> {
  const folder = dirname(path);
  const own = `${basename(path)}.${uploadId}.`;
  const names = (await readdir(folder).catch(none)) as string[];
  for (const name of names)
    if (name.startsWith(own) && isPartial(name)) await rm(join(folder, name), { force: true });
}

/** An ETag of the local runner begins with the number of bytes. */
function sizeIn(etag: string): number {
  return Number(/^"?(\d+)-/.exec(etag)?.[1] ?? Number.NaN);
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

function none(error: NodeJS.ErrnoException): never[] {
  nothing(error);
  return [];
}

/** Codes of what is not there, or cannot be. */
const absences = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

function nothing(error: NodeJS.ErrnoException): void {
  if (!absences.has(error.code ?? '')) throw error;
}

function missing(uri: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (absences.has(error.code ?? ''))
      throw new NotFound(`there is no artifact at ${uri}`, { uri }, { cause: error });
    throw error;
  };
}
