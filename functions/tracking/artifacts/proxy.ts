import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput } from '../../../layers/contracts/errors.ts';
import type { ArtifactStore } from '../../../layers/store/artifacts.ts';
import { integer } from '../limits.ts';
import { readRequest } from '../requests.ts';
import { answerFile } from './answerFile.ts';
import { artifactFile, artifactPath } from './artifactPath.ts';
import { fileForms } from './forms.ts';
import { nameOf, type WorkspaceFiles } from './WorkspaceFiles.ts';

/** Parts of an upload: more signed URLs would not fit into one answer. */
const mostParts = 2500;

const listing = z.object({ path: z._default(z.string(), '') });
const creation = z.object({
  path: z.string(),
  num_parts: z._default(
    integer.check((context) => {
      if (context.value >= 1 && context.value <= mostParts) return;
      context.issues.push({
        code: 'custom',
        message: `It must be between 1 and ${mostParts}: set MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE to larger chunks.`,
        input: context.value,
      });
    }),
    1,
  ),
});
const completion = z.object({
  path: z.string(),
  upload_id: z.string(),
  parts: z.array(z.object({ part_number: integer, etag: z.string() })),
});
const abortion = z.object({ path: z.string(), upload_id: z.string() });

/** MLflow's artifact proxy, for clients whose artifacts lie at `mlflow-artifacts:`: mlflow/protos/mlflow_artifacts.proto. */
export function artifactProxy(files: WorkspaceFiles, artifacts: Pick<ArtifactStore, 'put'>): Hono {
  const { transfers } = files;
  return new Hono()
    .get('/artifacts', async (c) => {
      const path = artifactPath((await readRequest(c, listing)).path);
      return c.json({ files: fileForms((await files.folder(path)).entries, '') });
    })
    .get('/artifacts/*', async (c) => {
      const path = artifactFile(pathIn(c, 'artifacts'));
      return answerFile(c, files, path, await files.read(path));
    })
    .put('/artifacts/*', async (c) => {
      const uri = files.uriOf(artifactFile(pathIn(c, 'artifacts')));
      const body = new Uint8Array(await c.req.arrayBuffer());
      // Whoever holds a large body back until he is told where to take it is told.
      if (body.length < Number(c.req.header('content-length') ?? 0))
        return c.redirect(await transfers.urlToPut(uri), 307);
      await artifacts.put(uri, body);
      return c.json({});
    })
    .delete('/artifacts/*', async (c) => {
      const path = artifactPath(pathIn(c, 'artifacts'));
      if (path === '') throw new InvalidInput('Invalid path: name what shall be deleted');
      await transfers.deleteAll(files.uriOf(path));
      return c.json({});
    })
    .get('/presigned/*', async (c) => {
      const { url, size } = await files.urlToGet(artifactFile(pathIn(c, 'presigned')));
      return c.json({ url, headers: {}, file_size: size });
    })
    .on('POST', ['/mpu/create', '/mpu/create/*'], async (c) => {
      const { path, num_parts: count } = await readRequest(c, creation);
      const { uploadId, urls } = await transfers.createParts(partsUri(files, c, 'mpu/create', path), count);
      return c.json({
        upload_id: uploadId,
        credentials: urls.map((url, index) => ({ url, part_number: index + 1, headers: {} })),
      });
    })
    .on('POST', ['/mpu/complete', '/mpu/complete/*'], async (c) => {
      const { path, upload_id: uploadId, parts } = await readRequest(c, completion);
      const given = parts.map(({ part_number: number, etag }) => ({ number, etag }));
      await transfers.completeParts(partsUri(files, c, 'mpu/complete', path), uploadId, given);
      return c.json({});
    })
    .on('POST', ['/mpu/abort', '/mpu/abort/*'], async (c) => {
      const { path, upload_id: uploadId } = await readRequest(c, abortion);
      await transfers.abortParts(partsUri(files, c, 'mpu/abort', path), uploadId);
      return c.json({});
    });
}

/** Where the file goes that is uploaded in parts: the client tells the folder in its URL and, in the body, its own path of the file. */
function partsUri(files: WorkspaceFiles, c: Context, route: string, own: string): string {
  const folder = artifactPath(pathIn(c, route));
  const name = artifactFile(nameOf(own.replaceAll('\\', '/')));
  return files.uriOf(folder === '' ? name : `${folder}/${name}`);
}

/** What follows a route in the path of the request, as it was sent. */
function pathIn(c: Context, route: string): string {
  const { pathname } = new URL(c.req.url);
  const start = `/mlflow-artifacts/${route}`;
  return pathname.slice(pathname.indexOf(start) + start.length).replace(/^\//, '');
}
