import { listShardsEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { listShards } from './step.ts';

export const handler = defineStep({
  name: 'ListShards',
  event: listShardsEvent,
  run: (event, { environment, clock }) => listShards(event, openServices(environment, clock)),
});
