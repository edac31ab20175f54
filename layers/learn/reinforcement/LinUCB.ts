import type { Classes, ModelDocument } from '../estimator.ts';
import { checkParameters, count, nonNegative, positive } from '../parameters.ts';
import {
  type Action,
  areActions,
  argmax,
  type Bandit,
  checkContext,
  checkReward,
  positionOf,
} from './Bandit.ts';
import { OnlineRidge } from './OnlineRidge.ts';

export interface LinUCBOptions {
  readonly actions: readonly string[] | readonly number[];
  /** Length of a context. A feature that is always 1 is an intercept. */
  readonly nFeatures: number;
  /**
   * How much counts what is not known yet: below the size of the rewards, it may never try what is best.
   *
   * @default 1
   */
  readonly alpha?: number;
  /** Of the ridge regressions, the paper's identity matrix. @default 1 */
  readonly l2?: number;
}

/**
 * A contextual bandit that is optimistic: of each action it takes the upper bound of what a ridge regression expects of it
 * (L. Li, W. Chu, J. Langford and R. Schapire, A contextual-bandit approach to personalized news article recommendation,
 * WWW 2010, disjoint models). It learns in place: see Bandit.
 *
 * @example
 * const bandit = new LinUCB({ actions: ['sport', 'politics'], nFeatures: 2 });
 * const action = bandit.select([1, 0.3]);
 * bandit.update([1, 0.3], action, clicked ? 1 : 0);
 */
export class LinUCB implements Bandit {
  static readonly parameters = { actions: areActions, nFeatures: count, alpha: nonNegative, l2: positive };
  readonly kind = 'lin-ucb';
  readonly params: Readonly<Required<LinUCBOptions>>;
  readonly #ridges: readonly OnlineRidge[];

  constructor(options: LinUCBOptions, ridges?: readonly OnlineRidge[]) {
    this.params = { alpha: 1, l2: 1, ...options };
    checkParameters(this.kind, this.params, LinUCB.parameters);
    const { actions, nFeatures, l2 } = this.params;
    this.#ridges = ridges ?? Array.from(actions as readonly Action[], () => OnlineRidge.empty(nFeatures, l2));
  }

  get actions(): Classes {
    return this.params.actions;
  }

  select(context: ArrayLike<number>): Action {
    return this.actions[argmax(this.scores(context))]!;
  }

  /** The upper bound of each action. */
  scores(context: ArrayLike<number>): Float64Array {
    checkContext(context, this.params.nFeatures);
    return Float64Array.from(this.#ridges, (ridge) => {
      const whitened = ridge.whiten(context);
      const variance = whitened.reduce((sum, value) => sum + value * value, 0);
      return ridge.estimate(whitened) + this.params.alpha * Math.sqrt(variance);
    });
  }

  update(context: ArrayLike<number>, action: Action, reward: number): void {
    checkContext(context, this.params.nFeatures);
    checkReward(reward);
    this.#ridges[positionOf(action, this.actions)]!.learn(context, reward);
  }

  /** The weights that the ridge regression of an action has. */
  coef(action: Action): Float64Array {
    return this.#ridges[positionOf(action, this.actions)]!.coef;
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, params: this.params, ridges: this.#ridges.map((ridge) => ridge.toJSON()) };
  }

  static fromJSON(document: ModelDocument): LinUCB {
    const { params, ridges } = document as unknown as {
      params: LinUCBOptions;
      ridges: ReturnType<OnlineRidge['toJSON']>[];
    };
    return new LinUCB(params, ridges.map(OnlineRidge.fromJSON));
  }
}
