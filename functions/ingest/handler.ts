import { ingestEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { ingest } from './step.ts';

export const handler = defineStep({
  name: 'Ingest',
  event: ingestEvent,
  run: (event, { environment, clock }) => ingest(event, openServices(environment, clock)),
});
