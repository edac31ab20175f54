import { InvalidInput, isOperational, NotFound } from '../../../layers/contracts/errors.ts';
import { joinUri } from '../../../layers/store/artifacts.ts';
import type { RunStore } from '../../../layers/store/tracking/RunStore.ts';
import { type FolderEntry, orderOf, type Transfers } from '../../../layers/store/transfers.ts';

export interface FoundFile {
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
  /** Absent when it is too large to go through a function. */
  readonly body?: Uint8Array;
}

export interface Page {
  readonly limit: number;
  readonly after?: string;
}

/**
 * Bytes of a file that goes through the function itself; larger ones go by signed URLs. A Lambda takes and answers
 * 6 MB, of which the base64 in which API Gateway hands bytes over leaves three quarters.
 */
export const inlineLimit = 4 * 1024 * 1024;

/**
 * The files of one workspace, by path below its root: `<experiment>/<run>/artifacts/…`. What a pipeline made lies
 * elsewhere and is named by its run; here it is seen where it belongs.
 */
export class WorkspaceFiles {
  readonly transfers: Transfers;
  private readonly root: string;
  private readonly runs: Pick<RunStore, 'get'>;

  /** @param root URI below which everything lies that is logged */
  constructor(root: string, transfers: Transfers, runs: Pick<RunStore, 'get'>) {
    this.root = root;
    this.transfers = transfers;
    this.runs = runs;
  }

  uriOf(path: string): string {
    return path === '' ? this.root : joinUri(this.root, path);
  }

  /** @throws NotFound; InvalidInput when it is a folder */
  async read(path: string): Promise<FoundFile> {
    return this.find(path, async (uri) => ({ uri, ...(await this.transfers.read(uri, inlineLimit)) }));
  }

  /** A URL that gives a file. @throws NotFound; InvalidInput when it is a folder */
  async urlToGet(path: string): Promise<{ url: string; size: number }> {
    const { uri, size } = await this.find(path, async (one) => ({
      uri: one,
      size: (await this.transfers.read(one, -1)).size,
    }));
    return { url: await this.transfers.urlToGet(uri, nameOf(path)), size };
  }

  async folder(path: string, page: Page = { limit: Number.POSITIVE_INFINITY }) {
    const own = await this.transfers.folder(this.uriOf(path), page);
    const elsewhere = await this.elsewhereIn(path);
    if (elsewhere.length === 0) return own;
    const known = new Map(elsewhere.map((entry) => [orderOf(entry), entry]));
    for (const entry of own.entries) known.set(orderOf(entry), entry);
    // What lies behind the last of our own page comes with the next.
    const wanted = [...known]
      .filter(([order]) => order > (page.after ?? '') && (own.next === undefined || order <= own.next))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const kept = wanted.slice(0, page.limit);
    const next = wanted.length > kept.length ? kept.at(-1)![0] : own.next;
    return { entries: kept.map(([, entry]) => entry), ...(next !== undefined && { next }) };
  }

  /** Calls with the URI where a file would have been logged, then with the one that its run has for it. */
  private async find<Found>(path: string, look: (uri: string) => Promise<Found>): Promise<Found> {
    try {
      return await look(this.uriOf(path));
    } catch (error) {
      if (!(isOperational(error) && (error.name === 'NotFound' || error.name === 'InvalidInput')))
        throw error;
      const inRun = runPath(path);
      const uri = inRun && (await this.elsewhere(inRun.run))[inRun.path];
      if (uri) return await look(uri);
      if (error.name === 'InvalidInput' || (await this.elsewhereIn(path)).length > 0)
        throw new InvalidInput(`Artifact path refers to a directory, not a file: '${path}'`);
      throw new NotFound(`No such artifact: '${path}'`);
    }
  }

  private async elsewhereIn(folder: string): Promise<FolderEntry[]> {
    const inRun = runPath(folder);
    if (!inRun) return [];
    const prefix = inRun.path === '' ? '' : `${inRun.path}/`;
    const entries = new Map<string, FolderEntry | Promise<FolderEntry>>();
    for (const [path, uri] of Object.entries(await this.elsewhere(inRun.run))) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...deeper] = path.slice(prefix.length).split('/');
      entries.set(name, deeper.length > 0 ? { name, isFolder: true } : this.sized(name, uri));
    }
    return Promise.all(entries.values());
  }

  private async sized(name: string, uri: string): Promise<FolderEntry> {
    const size = await this.transfers.read(uri, -1).then((found) => found.size, unlessGone);
    return { name, isFolder: false, ...(size !== undefined && { size }) };
  }

  private async elsewhere(run: string): Promise<Readonly<Record<string, string>>> {
    const found = await this.runs.get(run).catch((error: unknown) => {
      if (isOperational(error) && error.name === 'NotFound') return { artifacts: {} };
      throw error;
    });
    return found.artifacts;
  }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The run that a path belongs to, and the path in it. */
function runPath(path: string): { readonly run: string; readonly path: string } | undefined {
  const [, run, inside = ''] = /^[^/]+\/([0-9a-f]{32})\/artifacts(?:\/(.*))?$/.exec(path) ?? [];
  return run === undefined ? undefined : { run, path: inside };
}

/** A file that is gone is listed all the same. */
function unlessGone(error: unknown): undefined {
  if (isOperational(error) && error.name === 'NotFound') return undefined;
  throw error;
}
