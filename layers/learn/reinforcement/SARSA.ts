import type { FitOptions } from '../estimator.ts';
import { runSteps, type Steps } from '../steps.ts';
import type { Environment } from './Environment.ts';
import type { TabularPolicy } from './TabularPolicy.ts';
import {
  type TabularOptions,
  type TabularParams,
  tabularParameters,
  tabularParams,
  temporalDifference,
} from './temporalDifference.ts';

/**
 * SARSA (Rummery and Niranjan, 1994): learns what the policy that it follows is worth, its random
 * actions included, so that it keeps away from a cliff. A round is an episode.
 *
 * @example new SARSA({ nEpisodes: 500, alpha: 0.2 }).fit(environment).predict([0]) // what to do in state 0
 */
export class SARSA {
  static readonly parameters = tabularParameters;
  readonly kind = 'sarsa';
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
      (table, state, next) => table.data[state * table.columns + next]!,
      environment,
      options,
    );
  }
}
