import { fitEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { fit } from './step.ts';

export const handler = defineStep({
  name: 'Fit',
  event: fitEvent,
  run: (event, { environment, clock }) => fit(event, openServices(environment, clock)),
});
