import { prepareEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { prepare } from './step.ts';

export const handler = defineStep({
  name: 'Prepare',
  event: prepareEvent,
  run: (event, { environment, clock }) => prepare(event, openServices(environment, clock)),
});
