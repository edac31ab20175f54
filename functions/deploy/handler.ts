import { deployEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { deploy } from './step.ts';

export const handler = defineStep({
  name: 'Deploy',
  event: deployEvent,
  run: (event, { environment, clock }) => deploy(event, openServices(environment, clock)),
});
