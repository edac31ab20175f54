import type { Retrier } from './Definition.ts';
import type { StateError } from './StateError.ts';

/** How often one visit of a state has been tried again, by each of its retriers. */
export class Retries {
  private readonly retriers: readonly Retrier[];
  private readonly made = new Map<Retrier, number>();
  private readonly random: () => number;

  /** @param random from 0 to 1, for jitter */
  constructor(retriers: readonly Retrier[] = [], random: () => number = Math.random) {
    this.retriers = retriers;
    this.random = random;
  }

  /**
   * Seconds to wait before the state is tried again; undefined when it is not.
   * The first retrier that means the error decides alone, also when its attempts are used up.
   */
  delayAfter(error: StateError): number | undefined {
    const retrier = this.retriers.find(({ ErrorEquals }) => error.matches(ErrorEquals));
    if (!retrier) return undefined;
    const made = this.made.get(retrier) ?? 0;
    const {
      IntervalSeconds = 1,
      BackoffRate = 2,
      MaxAttempts = 3,
      MaxDelaySeconds,
      JitterStrategy,
    } = retrier;
    if (made >= MaxAttempts) return undefined;
    this.made.set(retrier, made + 1);
    const delay = Math.min(
      IntervalSeconds * BackoffRate ** made,
      MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    );
    return JitterStrategy === 'FULL' ? delay * this.random() : delay;
  }
}
