import { Hono } from 'hono';
import * as z from 'zod/mini';
import { InvalidInput, isOperational } from '../../layers/contracts/errors.ts';
import type { RegisteredModel } from '../../layers/store/registry.ts';
import { modelVersionForm, registeredModelForm } from './forms.ts';
import { pageOf, pageParameters } from './pages.ts';
import { actorOf, idText, readRequest, refuse } from './requests.ts';
import type { TrackingServices } from './services.ts';

const search = z.object({ ...pageParameters(200_000), filter: z.optional(z.string()) });
const byName = z.object({ name: z.string() });
const byAlias = z.object({ name: z.string(), alias: z.string() });
const newAlias = z.object({ name: z.string(), alias: z.string(), version: idText });

export function registeredModelRoutes({ registry }: Pick<TrackingServices, 'registry'>): Hono {
  const form = async (model: RegisteredModel) =>
    registeredModelForm(model, await registry.getVersion(model.name, model.latest));
  return new Hono()
    .get('/search', async (c) => {
      const query = await readRequest(c, search);
      if (query.filter) refuse('the filter', query.filter, 'leave it out and every model is listed');
      const { page, next } = pageOf(await registry.listModels(), query, 100);
      return c.json({ registered_models: await Promise.all(page.map(form)), ...next });
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
