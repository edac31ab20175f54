import { describe } from 'vitest';
import type { Store } from '../../layers/store/dynamo.ts';
import { checkCatalog } from './store/checkCatalog.ts';
import { checkLoggedModels } from './store/checkLoggedModels.ts';
import { checkPredictionLog } from './store/checkPredictionLog.ts';
import { checkRegistry } from './store/checkRegistry.ts';
import { checkReports } from './store/checkReports.ts';
import { checkTracking } from './store/checkTracking.ts';

/** What every implementation of the store promises. Names are fresh, so that it may run on a table in use. */
export function checkStore(open: () => Store): void {
  describe('tracking', () => checkTracking(() => open().tracking));
  describe('registry', () => checkRegistry(() => open().registry));
  describe('catalog', () => checkCatalog(open));
  describe('logged models', () => checkLoggedModels(() => open().tracking.loggedModels));
  describe('prediction log', () => checkPredictionLog(() => open().predictions));
  describe('reports', () => checkReports(() => open().reports));
}
