import type { Context } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import { type FoundFile, nameOf, type WorkspaceFiles } from './WorkspaceFiles.ts';

/** What MLflow's page shows as text: mlflow/utils/mime_type_utils.py. */
const texts = new Set(
  'txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ipynb MLmodel MLproject'.split(
    ' ',
  ),
);

/** Answers with a file as a download, or with the signed URL where a large one is. */
export async function answerFile(c: Context, files: WorkspaceFiles, path: string, file: FoundFile) {
  const name = nameOf(path);
  c.header('Content-Type', typeOf(name));
  c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  // No browser may take it for a page of ours.
  c.header('X-Content-Type-Options', 'nosniff');
  if (file.body) return c.body(new Uint8Array(file.body));
  return c.redirect(await files.transfers.urlToGet(file.uri, name));
}

function typeOf(name: string): string {
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name;
  return texts.has(extension)
    ? 'text/plain; charset=utf-8'
    : (getMimeType(name) ?? 'application/octet-stream');
}
