import { scoreShardEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { scoreShard } from './step.ts';

export const handler = defineStep({
  name: 'ScoreShard',
  event: scoreShardEvent,
  run: (event, { environment, clock }) => scoreShard(event, openServices(environment, clock)),
});
