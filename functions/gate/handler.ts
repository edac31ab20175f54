import { gateEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { gate } from './step.ts';

export const handler = defineStep({
  name: 'Gate',
  event: gateEvent,
  run: (event, { environment, clock }) => gate(event, openServices(environment, clock)),
});
