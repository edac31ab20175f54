import { registerEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { register } from './step.ts';

export const handler = defineStep({
  name: 'Register',
  event: registerEvent,
  run: (event, { environment, clock }) => register(event, openServices(environment, clock)),
});
