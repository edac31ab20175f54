import type { Check } from '../parameters.ts';

/** A number, or one that changes from episode to episode. */
export type Schedule = number | DecaySchedule;

export interface DecaySchedule {
  readonly start: number;
  readonly end: number;
  /** The same difference or the same factor each episode. @default 'linear' */
  readonly decay?: 'linear' | 'exponential';
  /** Episodes until the end, where it then stays. @default all */
  readonly over?: number;
}

/** The value in an episode, of which the first is 0. */
export function valueAt(schedule: Schedule, episode: number, episodes: number): number {
  if (typeof schedule === 'number') return schedule;
  const { start, end, decay = 'linear', over = episodes } = schedule;
  const share = over <= 1 ? 1 : Math.min(1, episode / (over - 1));
  return decay === 'linear' ? start + share * (end - start) : start * (end / start) ** share;
}

/** Its numbers lie in [0, 1], above 0 where `open`; those of an exponential decay are above 0. */
export function scheduleIn(open: boolean): Check {
  const inside = (value: unknown) =>
    typeof value === 'number' && value <= 1 && (open ? value > 0 : value >= 0);
  const range = open ? 'above 0 and to 1' : 'from 0 to 1';
  return (value) => {
    if (inside(value)) return undefined;
    const { start, end, decay = 'linear', over = 1 } = (value ?? {}) as Partial<DecaySchedule>;
    if (!inside(start) || !inside(end)) return `must be a number ${range}, or a start and an end of such`;
    if (decay !== 'linear' && decay !== 'exponential')
      return 'must have a decay that is linear or exponential';
    if (decay === 'exponential' && !(start! > 0 && end! > 0))
      return 'must start and end above 0 to decay exponentially';
    return Number.isInteger(over) && over > 0 ? undefined : 'must change over a whole number of episodes';
  };
}
