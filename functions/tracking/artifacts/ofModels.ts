import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { loggedModelRoot } from '../loggedModelForms.ts';
import { idText, readRequest } from '../requests.ts';
import type { TrackingServices } from '../services.ts';
import { answerFile } from './answerFile.ts';
import { artifactFile, artifactPath } from './artifactPath.ts';
import { fileForms, servedPath } from './forms.ts';
import { below, pageLength } from './ofRuns.ts';
import { inlineLimit, nameOf, type WorkspaceFiles } from './WorkspaceFiles.ts';

const ofVersion = z.object({ name: z.string(), version: idText, path: z.string() });
const folder = z.object({
  artifact_directory_path: z._default(z.string(), ''),
  page_token: z.optional(z.string()),
});
const file = z.object({ artifact_file_path: z.string() });

/** `GET /model-versions/get-artifact`, for the web page. */
export function versionArtifactRoute(
  { catalog }: Pick<TrackingServices, 'catalog'>,
  files: WorkspaceFiles,
): Hono {
  return new Hono().get('/model-versions/get-artifact', async (c) => {
    const { name, version, path } = await readRequest(c, ofVersion);
    const { storage, source, isPipeline } = await catalog.getVersion(name, version);
    const wanted = artifactFile(path);
    // A pipeline makes one file, wherever it lies; what others name as a source is looked for in this workspace alone.
    if (isPipeline && nameOf(source) === wanted) {
      const found = await files.transfers.read(source, inlineLimit);
      return answerFile(c, files, wanted, { uri: source, ...found });
    }
    return answerBelow(c, files, storage ?? source, wanted);
  });
}

/** `GET …/logged-models/<id>/artifacts/directories`, and `/files` for the web page. */
export function loggedModelArtifacts(
  { tracking }: Pick<TrackingServices, 'tracking'>,
  files: WorkspaceFiles,
): Hono {
  const rootOf = async (id: string): Promise<string> => {
    const model = await tracking.loggedModels.get(id);
    return loggedModelRoot(model, await tracking.experiments.get(model.experimentId));
  };
  return new Hono()
    .get('/:id/artifacts/directories', async (c) => {
      const query = await readRequest(c, folder);
      const path = artifactPath(query.artifact_directory_path);
      const root = await rootOf(c.req.param('id'));
      const { entries, next } = await files.folder(below(artifactPath(servedPath(root)), path), {
        limit: pageLength,
        ...(query.page_token && { after: query.page_token }),
      });
      return c.json({
        root_uri: root,
        files: fileForms(entries, path),
        ...(next && { next_page_token: next }),
      });
    })
    .get('/:id/artifacts/files', async (c) => {
      const path = artifactFile((await readRequest(c, file)).artifact_file_path);
      return answerBelow(c, files, await rootOf(c.req.param('id')), path);
    });
}

/** A file below the place of a model. */
async function answerBelow(c: Context, files: WorkspaceFiles, place: string, path: string) {
  const whole = below(artifactPath(servedPath(place)), path);
  return answerFile(c, files, whole, await files.read(whole));
}
