import { InvalidInput } from '../errors.ts';
import type { Classes, ModelDocument } from '../estimator.ts';
import { checkParameters, positive, seed } from '../parameters.ts';
import type { Random } from '../random.ts';
import { type Action, areActions, argmax, type Bandit, positionOf, randomOfDraw } from './Bandit.ts';
import { beta } from './distributions.ts';

export interface BernoulliThompsonSamplingOptions {
  readonly actions: readonly string[] | readonly number[];
  /** Successes of each action that are believed in before there are any. @default 1 */
  readonly alpha?: number;
  /** Failures of each action that are believed in before there are any. @default 1 */
  readonly beta?: number;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * A bandit for rewards of 0 and 1 that looks at no context: it takes each action as often as it believes it to be the best,
 * by a draw from its beta distribution (Thompson, 1933). It learns in place: see Bandit.
 *
 * @example
 * const bandit = new BernoulliThompsonSampling({ actions: ['red', 'green'] });
 * bandit.update(undefined, bandit.select(), 1);
 */
export class BernoulliThompsonSampling implements Bandit<unknown> {
  static readonly parameters = { actions: areActions, alpha: positive, beta: positive, seed };
  readonly kind = 'bernoulli-thompson-sampling';
  readonly params: Readonly<Required<BernoulliThompsonSamplingOptions>>;
  readonly #successes: Float64Array;
  readonly #failures: Float64Array;
  /** Selections so far, from which the next one's random numbers follow. */
  #draws: number;

  constructor(
    options: BernoulliThompsonSamplingOptions,
    known?: { readonly successes: readonly number[]; readonly failures: readonly number[] },
    draws = 0,
  ) {
    this.params = { alpha: 1, beta: 1, seed: 0, ...options };
    checkParameters(this.kind, this.params, BernoulliThompsonSampling.parameters);
    const k = this.params.actions.length;
    this.#successes = Float64Array.from(known?.successes ?? new Float64Array(k));
    this.#failures = Float64Array.from(known?.failures ?? new Float64Array(k));
    this.#draws = draws;
  }

  get actions(): Classes {
    return this.params.actions;
  }

  select(_context?: unknown): Action {
    return this.actions[this.#draw(randomOfDraw(this.params.seed, this.#draws++))]!;
  }

  /** How likely each action is to be selected, from so many draws: what off-policy evaluation asks to be logged. */
  propensities(_context?: unknown, nDraws = 1000): Float64Array {
    const random = randomOfDraw(~this.params.seed, this.#draws);
    const shares = new Float64Array(this.actions.length);
    for (let draw = 0; draw < nDraws; draw++) shares[this.#draw(random)]! += 1 / nDraws;
    return shares;
  }

  update(_context: unknown, action: Action, reward: number): void {
    if (reward !== 0 && reward !== 1) throw new InvalidInput(`the reward is ${reward}: it must be 0 or 1`);
    (reward === 1 ? this.#successes : this.#failures)[positionOf(action, this.actions)]! += 1;
  }

  /** The mean of what is believed of each action's rate of success. */
  get means(): Float64Array {
    const { alpha, beta } = this.params;
    return this.#successes.map(
      (successes, action) => (successes + alpha) / (successes + this.#failures[action]! + alpha + beta),
    );
  }

  #draw(random: Random): number {
    const { alpha, beta: failed } = this.params;
    return argmax(
      this.#successes.map((successes, action) =>
        beta(successes + alpha, this.#failures[action]! + failed, random),
      ),
    );
  }

  toJSON(): ModelDocument {
    const [successes, failures] = [[...this.#successes], [...this.#failures]];
    return { kind: this.kind, params: this.params, draws: this.#draws, successes, failures };
  }

  static fromJSON(document: ModelDocument): BernoulliThompsonSampling {
    const { params, draws, ...known } = document as unknown as {
      params: BernoulliThompsonSamplingOptions;
      draws: number;
      successes: number[];
      failures: number[];
    };
    return new BernoulliThompsonSampling(params, known, draws);
  }
}
