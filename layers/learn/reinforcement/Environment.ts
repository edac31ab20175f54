import type { Random } from '../random.ts';

/** What an action led to; names are Gymnasium's. */
export interface Transition {
  readonly state: number;
  readonly reward: number;
  /** Nothing comes after this state. */
  readonly terminated: boolean;
  /** The episode is cut off though more could come, as at a limit of time. @default false */
  readonly truncated?: boolean;
}

/** A world of finitely many states and actions, both numbered from 0. It may be a simulation of yours. */
export interface Environment {
  readonly states: number;
  readonly actions: number;
  /** Begins an episode. Whatever is random comes from `random`, so that the same seed gives the same policy. */
  reset(random: Random): number;
  /** Does what is asked in the state that reset or the last step gave. */
  step(action: number, random: Random): Transition;
}
