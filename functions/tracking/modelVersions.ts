import { Hono } from 'hono';
import * as z from 'zod/mini';
import { isPrompt } from '../../layers/store/registry/prompts.ts';
import { noteRegistration } from './loggedModelVersions.ts';
import { pageParameters } from './pages.ts';
import { modelVersionForm } from './registryForms.ts';
import { byCaller, filtered, registryTag, required, searchOf, tagsOf } from './registryRequests.ts';
import { idText, readRequest } from './requests.ts';
import type { TrackingServices } from './services.ts';
import { checkPromptSource, sourceOf } from './versionSource.ts';

const creation = z.object({
  name: required,
  source: required,
  run_id: z.optional(z.string()),
  run_link: z.optional(z.string()),
  description: z.optional(z.string()),
  model_id: z.optional(z.string()),
  tags: z.optional(z.array(registryTag)),
});
const byVersion = z.object({ name: required, version: idText });
const description = z.object({ ...byVersion.shape, description: z.optional(z.string()) });
const search = z.object({ ...pageParameters(200_000), ...filtered });
const transition = z.object({
  ...byVersion.shape,
  stage: required,
  archive_existing_versions: z._default(z.boolean(), false),
});
const tagging = z.object({ ...byVersion.shape, ...registryTag.shape });
const untagging = z.object({ ...byVersion.shape, key: required });

export function modelVersionRoutes(services: Pick<TrackingServices, 'catalog' | 'tracking'>): Hono {
  const { catalog, tracking } = services;
  return new Hono()
    .post('/create', async (c) => {
      const query = await readRequest(c, creation);
      const tags = tagsOf(query.tags);
      const asked = { source: query.source, runId: query.run_id, modelId: query.model_id };
      const asPrompt = isPrompt(tags);
      if (asPrompt) checkPromptSource(query.source);
      const { source, storage, runId, modelId } = asPrompt
        ? { ...asked, storage: undefined }
        : await sourceOf(asked, services);
      const made = await catalog.createVersion({
        model: query.name,
        source,
        tags,
        ...(storage && storage !== source && { storage }),
        ...(runId && { runId }),
        ...(modelId && { modelId }),
        ...(query.run_link && { runLink: query.run_link }),
        ...(query.description && { description: query.description }),
      });
      if (modelId && !asPrompt) await noteRegistration(tracking.loggedModels, modelId, made);
      return c.json({ model_version: modelVersionForm(made) });
    })
    .get('/get', async (c) => {
      const { name, version } = await readRequest(c, byVersion);
      return c.json({ model_version: modelVersionForm(await catalog.getVersion(name, version)) });
    })
    .get('/search', async (c) => {
      const { versions, next } = await catalog.searchVersions(searchOf(await readRequest(c, search), 1000));
      return c.json({
        model_versions: versions.map(modelVersionForm),
        ...(next !== undefined && { next_page_token: next }),
      });
    })
    .patch('/update', async (c) => {
      const { name, version, description: text } = await readRequest(c, description);
      return c.json({ model_version: modelVersionForm(await catalog.describeVersion(name, version, text)) });
    })
    .delete('/delete', async (c) => {
      const { name, version } = await readRequest(c, byVersion);
      await catalog.deleteVersion(name, version, byCaller(c));
      return c.json({});
    })
    .post('/transition-stage', async (c) => {
      const { name, version, stage, archive_existing_versions: archives } = await readRequest(c, transition);
      const moved = await catalog.transition(name, version, { stage, archives }, byCaller(c));
      return c.json({ model_version: modelVersionForm(moved) });
    })
    .get('/get-download-uri', async (c) => {
      const { name, version } = await readRequest(c, byVersion);
      const { storage, source } = await catalog.getVersion(name, version);
      return c.json({ artifact_uri: storage ?? source });
    })
    .post('/set-tag', async (c) => {
      const { name, version, key, value } = await readRequest(c, tagging);
      await catalog.setVersionTag(name, version, key, value);
      return c.json({});
    })
    .delete('/delete-tag', async (c) => {
      const { name, version, key } = await readRequest(c, untagging);
      await catalog.deleteVersionTag(name, version, key);
      return c.json({});
    });
}
