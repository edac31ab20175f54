import { Hono } from 'hono';
import * as z from 'zod/mini';
import { isOperational } from '../../layers/contracts/errors.ts';
import type { RegisteredModel, Registry } from '../../layers/store/registry.ts';
import { modelVersionForm } from './forms.ts';
import { pageOf, pageParameters } from './pages.ts';
import { idText, readRequest, refuse } from './requests.ts';
import type { TrackingServices } from './services.ts';

const byVersion = z.object({ name: z.string(), version: idText });
const search = z.object({ ...pageParameters(200_000), filter: z.optional(z.string()) });

/** The filters that MLflow's own client and page send. */
const filters = /^\s*(name|run_id)\s*=\s*['"]([^'"]*)['"]\s*$/;

export function modelVersionRoutes({ registry }: Pick<TrackingServices, 'registry'>): Hono {
  return new Hono()
    .get('/get', async (c) => {
      const { name, version } = await readRequest(c, byVersion);
      const found = await registry.getVersion(name, version);
      return c.json({ model_version: modelVersionForm(found, (await registry.getModel(name)).aliases) });
    })
    .get('/search', async (c) => {
      const query = await readRequest(c, search);
      const [, attribute, value] = (query.filter && filters.exec(query.filter)) || [];
      if (query.filter && !attribute) {
        refuse('the filter', query.filter, `leave it out, or write name = '<model>' or run_id = '<run_id>'`);
      }
      const models = await modelsOf(registry, attribute === 'name' ? value : undefined);
      const versions = await Promise.all(
        models.map(async ({ name, aliases }) =>
          (await registry.listVersions(name)).map((one) => modelVersionForm(one, aliases)),
        ),
      );
      const wanted = versions.flat().filter(({ run_id }) => attribute !== 'run_id' || run_id === value);
      const { page, next } = pageOf(wanted, query, 1000);
      return c.json({ model_versions: page, ...next });
    });
}

/** All models, or the one of a name if there is one. */
async function modelsOf(registry: Registry, name: string | undefined): Promise<RegisteredModel[]> {
  if (name === undefined) return registry.listModels();
  try {
    return [await registry.getModel(name)];
  } catch (error) {
    if (isOperational(error) && error.name === 'NotFound') return [];
    throw error;
  }
}
