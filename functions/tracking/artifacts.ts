import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { ArtifactStore } from '../../layers/store/artifacts.ts';
import { artifactRoot } from './forms.ts';
import { readRequest } from './requests.ts';
import { runIdOf } from './runs.ts';
import type { TrackingServices } from './services.ts';

const list = z.object({
  run_id: z.optional(z.string()),
  run_uuid: z.optional(z.string()),
  path: z.optional(z.string()),
});

interface FileForm {
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

export function artifactRoutes(
  { tracking }: Pick<TrackingServices, 'tracking'>,
  artifacts: ArtifactStore,
): Hono {
  return new Hono().get('/list', async (c) => {
    const query = await readRequest(c, list);
    const run = await tracking.runs.get(runIdOf(query));
    const experiment = await tracking.experiments.get(run.experimentId);
    const folder = query.path ? `${query.path.replace(/\/+$/, '')}/` : '';
    const files = new Map<string, FileForm | Promise<FileForm>>();
    for (const [path, uri] of Object.entries(run.artifacts)) {
      if (!path.startsWith(folder)) continue;
      const [first = '', ...deeper] = path.slice(folder.length).split('/');
      const below = folder + first;
      files.set(below, deeper.length > 0 ? { path: below, is_dir: true } : fileForm(artifacts, below, uri));
    }
    const listed = (await Promise.all(files.values())).sort((a, b) => (a.path < b.path ? -1 : 1));
    return c.json({ root_uri: artifactRoot(run, experiment), files: listed });
  });
}

async function fileForm(artifacts: ArtifactStore, path: string, uri: string): Promise<FileForm> {
  const beside = await artifacts.list(uri.slice(0, uri.lastIndexOf('/') + 1));
  const size = beside.find((entry) => entry.uri === uri)?.size;
  return { path, is_dir: false, ...(size !== undefined && { file_size: size }) };
}
