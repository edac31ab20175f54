import { Hono } from 'hono';
import * as z from 'zod/mini';
import { pageParameters } from './pages.ts';
import { modelVersionForm, registeredModelForm } from './registryForms.ts';
import { byCaller, filtered, registryTag, required, searchOf, tagsOf } from './registryRequests.ts';
import { idText, listOf, readRequest } from './requests.ts';
import type { TrackingServices } from './services.ts';

const creation = z.object({
  name: required,
  tags: z.optional(z.array(registryTag)),
  description: z.optional(z.string()),
});
const byName = z.object({ name: required });
const renaming = z.object({ name: required, new_name: required });
const description = z.object({ name: required, description: z._default(z.string(), '') });
const search = z.object({ ...pageParameters(1000), ...filtered });
const latest = z.object({ name: required, stages: z.optional(listOf(z.string())) });
const tagging = z.object({ name: required, ...registryTag.shape });
const untagging = z.object({ name: required, key: required });
const byAlias = z.object({ name: required, alias: required });
const newAlias = z.object({ name: required, alias: required, version: idText });

export function registeredModelRoutes({ catalog }: Pick<TrackingServices, 'catalog'>): Hono {
  return new Hono()
    .post('/create', async (c) => {
      const { name, tags, description: text } = await readRequest(c, creation);
      const made = await catalog.createModel({
        name,
        tags: tagsOf(tags),
        ...(text && { description: text }),
      });
      return c.json({ registered_model: registeredModelForm(made) });
    })
    .get('/get', async (c) => {
      const { name } = await readRequest(c, byName);
      return c.json({ registered_model: registeredModelForm(await catalog.getModel(name)) });
    })
    .get('/search', async (c) => {
      const { models, next } = await catalog.searchModels(searchOf(await readRequest(c, search), 100));
      return c.json({
        registered_models: models.map(registeredModelForm),
        ...(next !== undefined && { next_page_token: next }),
      });
    })
    .post('/rename', async (c) => {
      const { name, new_name: to } = await readRequest(c, renaming);
      const renamed = await catalog.renameModel(name, to, byCaller(c));
      return c.json({ registered_model: registeredModelForm(renamed) });
    })
    .patch('/update', async (c) => {
      const { name, description: text } = await readRequest(c, description);
      return c.json({ registered_model: registeredModelForm(await catalog.describeModel(name, text)) });
    })
    .delete('/delete', async (c) => {
      await catalog.deleteModel((await readRequest(c, byName)).name, byCaller(c));
      return c.json({});
    })
    .on(['GET', 'POST'], '/get-latest-versions', async (c) => {
      const { name, stages = [] } = await readRequest(c, latest);
      const versions = await catalog.latestVersions(name, stages);
      return c.json({ model_versions: versions.map(modelVersionForm) });
    })
    .post('/set-tag', async (c) => {
      const { name, key, value } = await readRequest(c, tagging);
      await catalog.setModelTag(name, key, value);
      return c.json({});
    })
    .delete('/delete-tag', async (c) => {
      const { name, key } = await readRequest(c, untagging);
      await catalog.deleteModelTag(name, key);
      return c.json({});
    })
    .get('/alias', async (c) => {
      const { name, alias } = await readRequest(c, byAlias);
      return c.json({ model_version: modelVersionForm(await catalog.getByAlias(name, alias)) });
    })
    .post('/alias', async (c) => {
      const { name, alias, version } = await readRequest(c, newAlias);
      await catalog.setAlias(name, alias, version, byCaller(c));
      return c.json({});
    })
    .delete('/alias', async (c) => {
      const { name, alias } = await readRequest(c, byAlias);
      await catalog.deleteAlias(name, alias, byCaller(c));
      return c.json({});
    });
}
