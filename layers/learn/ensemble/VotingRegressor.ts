import { isEstimatorOf, namedBy } from '../compose/part.ts';
import type { FitOptions, Regressor } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import type { Features } from '../matrix.ts';
import { checkParameters } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { fitMembers, kept, type Members } from './members.ts';
import { VotingRegressorModel } from './VotingRegressorModel.ts';
import { type VoteWeights, voteWeights, weightsOfKept } from './votes.ts';

export interface VotingRegressorOptions {
  /** Regressors by name; 'drop' leaves one out. */
  readonly estimators: Members<Regressor>;
  /** One for each estimator. @default null: all the same */
  readonly weights?: VoteWeights;
}

/**
 * The mean of what several regressors predict.
 *
 * @example new VotingRegressor({ estimators: [['ridge', new Ridge()], ['forest', new RandomForestRegressor()]] }).fit(X, y)
 */
export class VotingRegressor implements Regressor {
  static readonly parameters = {
    estimators: namedBy(
      (member) => member === 'drop' || isEstimatorOf('regressor')(member),
      'names and regressors',
    ),
    weights: voteWeights,
  };
  readonly kind = 'voting-regressor';
  readonly type = 'regressor';
  readonly params: Readonly<Required<VotingRegressorOptions>>;

  constructor({ estimators, weights = null }: VotingRegressorOptions) {
    this.params = { estimators, weights };
  }

  fit(X: Features, y: ArrayLike<number>, options: FitOptions = {}): VotingRegressorModel {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: ArrayLike<number>, options: FitOptions = {}): Steps<VotingRegressorModel> {
    checkParameters(this.kind, this.params, VotingRegressor.parameters);
    const { estimators, weights } = this.params;
    checkRows(X, y.length);
    const votes = weightsOfKept(weights, estimators);
    return new VotingRegressorModel(yield* fitMembers(kept(estimators), [X, y], options), votes);
  }
}
