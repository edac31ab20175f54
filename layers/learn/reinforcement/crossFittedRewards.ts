import { checkFeatures, checkLength } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Regressor } from '../estimator.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { kFold } from '../modelSelection/split.ts';
import type { LoggedDecisions } from './offPolicy.ts';

/**
 * Rewards that a regressor for each action expects in each decision, n × k: always one that has not learned from that
 * decision, so that what it has by heart cannot pass for what it knows.
 *
 * @param actions how many there are
 * @throws InvalidInput when an action is in no decision that a fold learns from
 * @example doublyRobust(logged, policy, crossFittedRewards(new Ridge(), X, logged, 3))
 */
export function crossFittedRewards(
  regressor: Regressor,
  features: Features,
  { actions, rewards }: Pick<LoggedDecisions, 'actions' | 'rewards'>,
  k: number,
  { folds = 5, seed = 0 }: { readonly folds?: number; readonly seed?: number } = {},
): Dense {
  const X = toDense(features);
  checkFeatures(X);
  checkLength(X, actions.length);
  checkLength(X, rewards.length);
  const data = new Float64Array(X.rows * k);
  for (const { train, test } of kFold(X.rows, { folds, seed })) {
    const judged = denseRows(X, test);
    for (let action = 0; action < k; action++) {
      const rows = train.filter((row) => actions[row] === action);
      if (rows.length === 0)
        throw new InvalidInput(
          `action ${action} is in no decision that a fold learns from: use fewer folds, or leave it out`,
        );
      const model = regressor.fit(
        denseRows(X, rows),
        Float64Array.from(rows, (row) => rewards[row]!),
      );
      for (const [index, value] of model.predict(judged).entries()) data[test[index]! * k + action] = value;
    }
  }
  return { rows: X.rows, columns: k, data };
}
