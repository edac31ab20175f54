import { Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput, isOperational } from '../../layers/contracts/errors.ts';
import type { RegisteredModel } from '../../layers/store/registry.ts';
import { modelGrammar } from '../../layers/store/search/grammars.ts';
import type { Searchable } from '../../layers/store/search/matches.ts';
import { modelVersionForm, registeredModelForm } from './forms.ts';
import { pageOf, pageParameters } from './pages.ts';
import { actorOf, idText, listOf, readRequest } from './requests.ts';
import { searched } from './searched.ts';
import type { TrackingServices } from './services.ts';

const search = z.object({
  ...pageParameters(1000),
  filter: z.optional(z.string()),
  order_by: z.optional(listOf(z.string())),
});
const byName = z.object({ name: z.string() });
const byAlias = z.object({ name: z.string(), alias: z.string() });
const newAlias = z.object({ name: z.string(), alias: z.string(), version: idText });

export function registeredModelRoutes({ registry }: Pick<TrackingServices, 'registry'>): Hono {
  const form = async (model: RegisteredModel) =>
    registeredModelForm(model, await registry.getVersion(model.name, model.latest));
  return new Hono()
    .get('/search', async (c) => {
      const query = await readRequest(c, search);
      const models = await Promise.all((await registry.listModels()).map(form));
      const found = searched(models, query, modelGrammar, modelSeen);
      const { page, next } = pageOf(found, query, 100);
      return c.json({ registered_models: page, ...next });
    })
    .get('/get', async (c) => {
      const { name } = await readRequest(c, byName);
      return c.json({ registered_model: await form(await registry.getModel(name)) });
    })
    .get('/alias', async (c) => {
      const { name, alias } = await readRequest(c, byAlias);
      const { aliases } = await registry.getModel(name);
      const version = await registry.getAlias(name, alias).catch((error: unknown) => {
        // MLflow calls a missing alias an invalid parameter, and its client goes by that.
        if (isOperational(error) && error.name === 'NotFound')
          throw new InvalidInput(error.message, {}, { cause: error });
        throw error;
      });
      return c.json({ model_version: modelVersionForm(await registry.getVersion(name, version), aliases) });
    })
    .post('/alias', async (c) => {
      const { name, alias, version } = await readRequest(c, newAlias);
      await registry.setAlias(name, alias, version, {
        actor: actorOf(c),
        reason: 'set through the registry API',
      });
      return c.json({});
    });
}

function modelSeen(model: ReturnType<typeof registeredModelForm>): Searchable {
  const { name, creation_timestamp, last_updated_timestamp } = model;
  return { attributes: { name, creation_timestamp, last_updated_timestamp } };
}
