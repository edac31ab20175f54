export interface ArtifactEntry {
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
}

/** Files addressed by URI. A write is seen whole or not at all. */
export interface ArtifactStore {
  /** @throws NotFound */
  get(uri: string): Promise<Uint8Array>;
  put(uri: string, body: Uint8Array | string): Promise<void>;
  /** Nothing happens when there is none. */
  delete(uri: string): Promise<void>;
  exists(uri: string): Promise<boolean>;
  /** Every file below a folder, in order of the URIs; none when there is no such folder. */
  list(prefix: string): Promise<ArtifactEntry[]>;
  /** @throws NotFound */
  download(uri: string, file: string): Promise<void>;
  upload(file: string, uri: string): Promise<void>;
}
