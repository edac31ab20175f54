import { openStore, type Store } from '../../../layers/store/dynamo.ts';
import type { LocalTable } from '../../contract/store/openDynalite.ts';

/** A store whose process dies before its nth request to the table. */
function dyingAt(local: LocalTable, nth: number): Store {
  const client = local.connect();
  let requests = 0;
  client.middlewareStack.add((next) => async (args) => {
    requests++;
    if (requests >= nth) throw new Error('crash');
    return next(args);
  });
  return openStore(local.table, client);
}

/**
 * Does something to the end in ever longer attempts.
 *
 * @param afterwards what must hold after each crash
 * @returns how many of them crashed
 */
export async function crashingEverywhere(
  local: LocalTable,
  act: (store: Store) => Promise<unknown>,
  afterwards: () => Promise<void> = async () => {},
): Promise<number> {
  for (let nth = 1; ; nth++) {
    try {
      await act(dyingAt(local, nth));
      return nth - 1;
    } catch (error) {
      if ((error as Error).message !== 'crash') throw error;
      await afterwards();
    }
  }
}
