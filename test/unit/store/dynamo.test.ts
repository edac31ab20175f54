import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type Store } from '../../../layers/store/dynamo.ts';
import { checkStore } from '../../contract/checkStore.ts';
import { type LocalTable, openDynalite } from '../../contract/store/openDynalite.ts';

describe('the store on DynamoDB', () => {
  let local: LocalTable;
  let store: Store;

  beforeAll(async () => {
    local = await openDynalite();
    store = openStore(local.table, local.client);
  });
  afterAll(() => local.close());

  checkStore(() => store);
});
