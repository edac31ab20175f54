import { evaluateEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { evaluate } from './step.ts';

export const handler = defineStep({
  name: 'Evaluate',
  event: evaluateEvent,
  run: (event, { environment, clock }) => evaluate(event, openServices(environment, clock)),
});
