import { Hono } from 'hono';
import * as z from 'zod/mini';
import { versionGrammar } from '../../layers/store/search/grammars.ts';
import type { Searchable } from '../../layers/store/search/matches.ts';
import { modelVersionForm } from './forms.ts';
import { pageOf, pageParameters } from './pages.ts';
import { idText, listOf, readRequest } from './requests.ts';
import { searched } from './searched.ts';
import type { TrackingServices } from './services.ts';

const byVersion = z.object({ name: z.string(), version: idText });
const search = z.object({
  ...pageParameters(200_000),
  filter: z.optional(z.string()),
  order_by: z.optional(listOf(z.string())),
});

export function modelVersionRoutes({ registry }: Pick<TrackingServices, 'registry'>): Hono {
  return new Hono()
    .get('/get', async (c) => {
      const { name, version } = await readRequest(c, byVersion);
      const found = await registry.getVersion(name, version);
      return c.json({ model_version: modelVersionForm(found, (await registry.getModel(name)).aliases) });
    })
    .get('/search', async (c) => {
      const query = await readRequest(c, search);
      const versions = await Promise.all(
        (await registry.listModels()).map(async ({ name, aliases }) =>
          (await registry.listVersions(name)).map((one) => modelVersionForm(one, aliases)),
        ),
      );
      const { page, next } = pageOf(
        searched(versions.flat(), query, versionGrammar, versionSeen),
        query,
        1000,
      );
      return c.json({ model_versions: page, ...next });
    });
}

function versionSeen(form: ReturnType<typeof modelVersionForm>): Searchable {
  const { name, version, run_id, source, creation_timestamp, last_updated_timestamp } = form;
  return {
    attributes: {
      name,
      version_number: Number(version),
      run_id,
      source_path: source,
      creation_timestamp,
      last_updated_timestamp,
    },
  };
}
