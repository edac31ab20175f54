import { Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput } from '../../../layers/contracts/errors.ts';
import type { ArtifactStore } from '../../../layers/store/artifacts.ts';
import { artifactRoot } from '../forms.ts';
import { readRequest } from '../requests.ts';
import { runIdOf } from '../runs.ts';
import type { TrackingServices } from '../services.ts';
import { answerFile } from './answerFile.ts';
import { artifactFile, artifactPath } from './artifactPath.ts';
import { fileForms, servedPath } from './forms.ts';
import type { WorkspaceFiles } from './WorkspaceFiles.ts';

const run = { run_id: z.optional(z.string()), run_uuid: z.optional(z.string()) };
const listing = z.object({ ...run, path: z.optional(z.string()), page_token: z.optional(z.string()) });
const getting = z.object({ ...run, path: z.string() });

/** Entries of a folder in one answer. */
export const pageLength = 10_000;

/** What is served of runs: their root's path below the workspace's. */
async function rootOf({ tracking }: Pick<TrackingServices, 'tracking'>, id: string) {
  const found = await tracking.runs.get(id);
  const uri = artifactRoot(found, await tracking.experiments.get(found.experimentId));
  return { uri, path: artifactPath(servedPath(uri)) };
}

/** `GET …/mlflow/artifacts/list` */
export function artifactLists(services: Pick<TrackingServices, 'tracking'>, files: WorkspaceFiles): Hono {
  return new Hono().get('/list', async (c) => {
    const query = await readRequest(c, listing);
    const folder = artifactPath(query.path ?? '');
    const root = await rootOf(services, runIdOf(query));
    const { entries, next } = await files.folder(below(root.path, folder), {
      limit: pageLength,
      ...(query.page_token && { after: query.page_token }),
    });
    return c.json({
      root_uri: root.uri,
      files: fileForms(entries, folder),
      ...(next && { next_page_token: next }),
    });
  });
}

/** `GET /get-artifact`, for the web page. */
export function runArtifactRoute(services: Pick<TrackingServices, 'tracking'>, files: WorkspaceFiles): Hono {
  return new Hono().get('/get-artifact', async (c) => {
    const query = await readRequest(c, getting);
    const path = artifactFile(query.path);
    const whole = below((await rootOf(services, runIdOf(query))).path, path);
    return answerFile(c, files, whole, await files.read(whole));
  });
}

/** `POST /ajax-api/2.0/mlflow/upload-artifact` */
export function uploadRoute(
  services: Pick<TrackingServices, 'tracking'>,
  files: WorkspaceFiles,
  artifacts: Pick<ArtifactStore, 'put'>,
): Hono {
  return new Hono().post('/upload-artifact', async (c) => {
    const { run_uuid: id, path } = c.req.query();
    if (!id) throw new InvalidInput('Request must specify run_uuid.');
    if (!path) throw new InvalidInput('Request must specify path.');
    const file = artifactFile(path);
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.length === 0) throw new InvalidInput('Request must specify data.');
    const root = await rootOf(services, runIdOf({ run_uuid: id }));
    await artifacts.put(files.uriOf(below(root.path, file)), body);
    return c.json({});
  });
}

/** A path in a folder. */
export function below(root: string, path: string): string {
  return path === '' ? root : root === '' ? path : `${root}/${path}`;
}
