import { writeManifestEvent } from '../../layers/contracts/events.ts';
import { defineStep } from '../../layers/runtime/step.ts';
import { openServices } from '../../layers/store/services.ts';
import { writeManifest } from './step.ts';

export const handler = defineStep({
  name: 'WriteManifest',
  event: writeManifestEvent,
  run: (event, { environment, clock }) => writeManifest(event, openServices(environment, clock)),
});
