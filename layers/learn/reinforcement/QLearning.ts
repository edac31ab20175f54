import type { FitOptions } from '../estimator.ts';
import { runSteps, type Steps } from '../steps.ts';
import type { Environment } from './Environment.ts';
import { bestAction, type TabularPolicy } from './TabularPolicy.ts';
import {
  type TabularOptions,
  type TabularParams,
  tabularParameters,
  tabularParams,
  temporalDifference,
} from './temporalDifference.ts';

/**
 * Q-learning (Watkins, 1989): learns what the best policy is worth while it tries
 * others. It finds the shortest way, even one beside a cliff. A round is an episode.
 *
 * @example new QLearning({ nEpisodes: 500, alpha: 0.2 }).fit(environment).predict([0]) // what to do in state 0
 */
export class QLearning {
  static readonly parameters = tabularParameters;
  readonly kind = 'q-learning';
  readonly params: TabularParams;

  constructor(options: TabularOptions = {}) {
    this.params = tabularParams(options);
  }

  fit(environment: Environment, y?: undefined, options: FitOptions = {}): TabularPolicy {
    return runSteps(this.fitSteps(environment, y, options), options);
  }

  fitSteps(environment: Environment, _y?: undefined, options: FitOptions = {}): Steps<TabularPolicy> {
    return temporalDifference(
      this.kind,
      this.params,
      (table, state) => table.data[state * table.columns + bestAction(table, state)]!,
      environment,
      options,
    );
  }
}
