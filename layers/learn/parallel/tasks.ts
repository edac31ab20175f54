import { type Shares, shareBoosting } from '../trees/boosting/shares.ts';

/** What a worker can be told to do; each takes the payload that its own fit sends. */
export const tasks: Readonly<Record<string, (payload: never) => void>> = {
  boosting: (shares: Shares) => shareBoosting(shares),
};
