import { trialEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { trial } from './step.ts';

export const handler = defineStep({
  name: 'Trial',
  event: trialEvent,
  run: (event, { environment, clock }) => trial(event, openServices(environment, clock)),
});
