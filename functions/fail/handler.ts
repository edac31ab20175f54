import { failEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { fail } from './step.ts';

export const handler = defineStep({
  name: 'MarkFailed',
  event: failEvent,
  run: (event, { environment, clock }) => fail(event, openServices(environment, clock)),
});
