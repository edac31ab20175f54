import { InvalidInput } from '../errors.ts';
import type { Classes, Model } from '../estimator.ts';
import type { Check } from '../parameters.ts';
import { type Random, seededRandom } from '../random.ts';

export type Action = string | number;

/**
 * Chooses an action, is told its reward, and so on. Unlike other models it changes as it learns: `select` leaves what it
 * knows as it is, and `update` alone adds to it. Its document has all that it knows, so that it can go on elsewhere.
 */
export interface Bandit<Context = ArrayLike<number>> extends Model {
  readonly actions: Classes;
  /** @throws InvalidInput when the context has another length, or a number that is not finite */
  select(context: Context): Action;
  /** @throws InvalidInput for an action that there is not, and a reward that it cannot learn from */
  update(context: Context, action: Action, reward: number): void;
}

export const areActions: Check = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  new Set(value).size === value.length &&
  (value.every((action) => typeof action === 'string') || value.every(Number.isFinite))
    ? undefined
    : 'must be a list of texts, or of numbers, that differ';

/** @throws InvalidInput naming those there are */
export function positionOf(action: Action, actions: Classes): number {
  const position = (actions as readonly Action[]).indexOf(action);
  if (position !== -1) return position;
  throw new InvalidInput(`there is no action ${JSON.stringify(action)}: there are ${actions.join(', ')}`);
}

export function checkContext(context: ArrayLike<number>, width: number): void {
  if (context.length !== width)
    throw new InvalidInput(`the context has ${context.length} features instead of ${width}`);
  for (let feature = 0; feature < width; feature++)
    if (!Number.isFinite(context[feature]))
      throw new InvalidInput(`feature ${feature} of the context is ${context[feature]}: impute or remove it`);
}

export function checkReward(reward: number): void {
  if (!Number.isFinite(reward)) throw new InvalidInput(`the reward is ${reward}: it must be a finite number`);
}

/** The position of the largest, the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}

/** The numbers of one draw: those of the same seed and draw are the same, so that nothing but a counter has to be kept. */
export function randomOfDraw(seed: number, draw: number): Random {
  return seededRandom(seed ^ Math.imul(draw + 1, 0x9e3779b1));
}
