export interface FolderEntry {
  /** Last segment of its path. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes of a file that is there. */
  readonly size?: number;
}

export interface Part {
  /** From 1. */
  readonly number: number;
  /** What the answer to its upload said. */
  readonly etag: string;
}

/** Moves files between the store and whoever asks over HTTP: small ones through us, large ones by signed URLs. */
export interface Transfers {
  /** What lies directly in a folder, in order of `orderOf`; nothing when there is no such folder. */
  folder(
    uri: string,
    page?: { readonly limit: number; readonly after?: string },
  ): Promise<{ entries: FolderEntry[]; next?: string }>;
  /** Size of a file, and its bytes when it has at most so many. @throws NotFound; InvalidInput for a folder */
  read(uri: string, most: number): Promise<{ size: number; body?: Uint8Array }>;
  /** Deletes a file, or a folder with everything below it. Nothing happens when there is none. */
  deleteAll(uri: string): Promise<void>;
  /** A URL that gives the file for some minutes, as a download of this name. */
  urlToGet(uri: string, name: string): Promise<string>;
  /** A URL that takes the file for an hour. */
  urlToPut(uri: string): Promise<string>;
  /** Begins an upload in parts, and gives a URL that takes each. */
  createParts(uri: string, count: number): Promise<{ uploadId: string; urls: string[] }>;
  /** Makes the file of its parts; may be repeated. @throws NotFound for an upload that is none; InvalidInput for parts that are none */
  completeParts(uri: string, uploadId: string, parts: readonly Part[]): Promise<void>;
  /** Drops what was uploaded. Nothing happens when there is none. */
  abortParts(uri: string, uploadId: string): Promise<void>;
}

/** Seconds that URLs to get and to put are good for. */
export const lifetimes = { get: 300, put: 3600 } as const;

/** By what a folder is ordered, and pages of it are told apart: as S3 orders keys, a folder has its slash. */
export function orderOf({ name, isFolder }: FolderEntry): string {
  return isFolder ? `${name}/` : name;
}
