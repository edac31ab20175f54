import { InvalidInput } from '../contracts/errors.ts';
import type { FileServer } from '../contracts/signedFile.ts';
import { fileTransfers } from './fileTransfers.ts';
import { s3Transfers } from './s3Transfers.ts';
import type { Transfers } from './transfers.ts';

/** Picks the implementation from each URI's scheme. @param server serves local files, where somebody does */
export function openTransfers(server?: FileServer): Transfers {
  const schemes: Readonly<Record<string, () => Transfers>> = {
    file: () => fileTransfers(server),
    s3: s3Transfers,
  };
  const opened = new Map<string, Transfers>();
  const of = (uri: string): Transfers => {
    const scheme = /^([a-z0-9]+):\/\//.exec(uri)?.[1] ?? '';
    const open = schemes[scheme];
    if (!open)
      throw new InvalidInput(
        `${JSON.stringify(uri)} is not an artifact's URI: use s3://bucket/key or file:///path`,
      );
    const transfers = opened.get(scheme) ?? open();
    opened.set(scheme, transfers);
    return transfers;
  };
  return {
    folder: async (uri, page) => of(uri).folder(uri, page),
    read: async (uri, most) => of(uri).read(uri, most),
    deleteAll: async (uri) => of(uri).deleteAll(uri),
    urlToGet: async (uri, name) => of(uri).urlToGet(uri, name),
    urlToPut: async (uri) => of(uri).urlToPut(uri),
    createParts: async (uri, count) => of(uri).createParts(uri, count),
    completeParts: async (uri, uploadId, parts) => of(uri).completeParts(uri, uploadId, parts),
    abortParts: async (uri, uploadId) => of(uri).abortParts(uri, uploadId),
  };
}
