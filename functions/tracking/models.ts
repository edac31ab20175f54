import { Hono } from 'hono';
import * as z from 'zod/mini';
import { NotFound } from '../../layers/contracts/errors.ts';
import { actorOf, idText, readRequest } from './requests.ts';
import type { TrackingServices } from './services.ts';

const promotion = z.object({
  version: idText,
  alias: z._default(z.string(), 'champion'),
  actor: z.optional(z.string()),
  reason: z.optional(z.string()),
  /** Version that the alias must name now; null for none. */
  expected: z.optional(z.nullable(idText)),
});
const rollback = z.object({ alias: z._default(z.string(), 'champion'), actor: z.optional(z.string()) });

/** What MLflow has no words for: promotion and rollback with their audit, and drift. */
export function millraceRoutes({ registry, reports }: Pick<TrackingServices, 'registry' | 'reports'>): Hono {
  return new Hono()
    .get('/:model', async (c) => {
      const model = await registry.getModel(c.req.param('model'));
      return c.json({ ...model, versions: await registry.listVersions(model.name) });
    })
    .post('/:model/promote', async (c) => {
      const model = c.req.param('model');
      const { version, alias, actor, reason = 'promoted', expected } = await readRequest(c, promotion);
      const by = { actor: actorOf(c, actor), reason, ...(expected !== undefined && { expected }) };
      await registry.setAlias(model, alias, version, by);
      return c.json({ model, alias, version });
    })
    .post('/:model/rollback', async (c) => {
      const model = c.req.param('model');
      const { alias, actor } = await readRequest(c, rollback);
      return c.json({
        model,
        alias,
        ...(await registry.rollback(model, alias, { actor: actorOf(c, actor) })),
      });
    })
    .get('/:model/audit', async (c) => {
      const model = c.req.param('model');
      const audit = await registry.audit(model);
      // What was deleted has an audit still; what never was is not found.
      if (audit.length === 0) await registry.getModel(model);
      return c.json({ model, audit });
    })
    .get('/:model/drift', async (c) => {
      const { name } = await registry.getModel(c.req.param('model'));
      const report = await reports.latestReport(name);
      if (report === undefined) {
        throw new NotFound(
          `there is no drift report of ${name} yet: its monitor writes one on its schedule once predictions were captured`,
        );
      }
      return c.json(report as object);
    });
}
