import type { Classes, ModelDocument } from '../estimator.ts';
import { checkParameters, count, positive, seed } from '../parameters.ts';
import { type Random, standardNormal } from '../random.ts';
import {
  type Action,
  areActions,
  argmax,
  type Bandit,
  checkContext,
  checkReward,
  positionOf,
  randomOfDraw,
} from './Bandit.ts';
import { OnlineRidge } from './OnlineRidge.ts';

export interface LinearThompsonSamplingOptions {
  readonly actions: readonly string[] | readonly number[];
  /** Length of a context. A feature that is always 1 is an intercept. */
  readonly nFeatures: number;
  /** Deviation of the rewards' noise as it is believed to be: the larger, the more is tried. @default 1 */
  readonly v?: number;
  /** Of the ridge regressions. @default 1 */
  readonly l2?: number;
  /** @default 0 */
  readonly seed?: number;
}

/**
 * A contextual bandit that takes each action as often as it believes it to be the best: weights are drawn from N(θ, v²A⁻¹)
 * (S. Agrawal and N. Goyal, Thompson sampling for contextual bandits with linear payoffs, ICML 2013), here for each action
 * its own. It learns in place: see Bandit.
 *
 * @example
 * const bandit = new LinearThompsonSampling({ actions: ['a', 'b'], nFeatures: 2, v: 0.3 });
 * bandit.update([1, 0.3], bandit.select([1, 0.3]), 1);
 */
export class LinearThompsonSampling implements Bandit {
  static readonly parameters = { actions: areActions, nFeatures: count, v: positive, l2: positive, seed };
  readonly kind = 'linear-thompson-sampling';
  readonly params: Readonly<Required<LinearThompsonSamplingOptions>>;
  readonly #ridges: readonly OnlineRidge[];
  /** Selections so far, from which the next one's random numbers follow. */
  #draws: number;

  constructor(options: LinearThompsonSamplingOptions, ridges?: readonly OnlineRidge[], draws = 0) {
    this.params = { v: 1, l2: 1, seed: 0, ...options };
    checkParameters(this.kind, this.params, LinearThompsonSampling.parameters);
    const { actions, nFeatures, l2 } = this.params;
    this.#ridges = ridges ?? Array.from(actions as readonly Action[], () => OnlineRidge.empty(nFeatures, l2));
    this.#draws = draws;
  }

  get actions(): Classes {
    return this.params.actions;
  }

  select(context: ArrayLike<number>): Action {
    const whitened = this.#whiten(context);
    return this.actions[this.#draw(whitened, randomOfDraw(this.params.seed, this.#draws++))]!;
  }

  /** How likely each action is to be selected, from so many draws: what off-policy evaluation asks to be logged. */
  propensities(context: ArrayLike<number>, nDraws = 1000): Float64Array {
    const whitened = this.#whiten(context);
    const random = randomOfDraw(~this.params.seed, this.#draws);
    const shares = new Float64Array(this.actions.length);
    for (let draw = 0; draw < nDraws; draw++) shares[this.#draw(whitened, random)]! += 1 / nDraws;
    return shares;
  }

  update(context: ArrayLike<number>, action: Action, reward: number): void {
    checkContext(context, this.params.nFeatures);
    checkReward(reward);
    this.#ridges[positionOf(action, this.actions)]!.learn(context, reward);
  }

  /** The mean weights of an action. */
  coef(action: Action): Float64Array {
    return this.#ridges[positionOf(action, this.actions)]!.coef;
  }

  #whiten(context: ArrayLike<number>): Float64Array[] {
    checkContext(context, this.params.nFeatures);
    return this.#ridges.map((ridge) => ridge.whiten(context));
  }

  #draw(whitened: readonly Float64Array[], random: Random): number {
    const { v } = this.params;
    return argmax(
      this.#ridges.map((ridge, action) =>
        ridge.estimate(whitened[action]!, () => v * standardNormal(random)),
      ),
    );
  }

  toJSON(): ModelDocument {
    const ridges = this.#ridges.map((ridge) => ridge.toJSON());
    return { kind: this.kind, params: this.params, draws: this.#draws, ridges };
  }

  static fromJSON(document: ModelDocument): LinearThompsonSampling {
    const { params, draws, ridges } = document as unknown as {
      params: LinearThompsonSamplingOptions;
      draws: number;
      ridges: ReturnType<OnlineRidge['toJSON']>[];
    };
    return new LinearThompsonSampling(params, ridges.map(OnlineRidge.fromJSON), draws);
  }
}
