import { isEstimatorOf, type Named, namedBy } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { Classifier, FitOptions, ProbabilisticModel } from '../estimator.ts';
import { checkRows } from '../featureRows.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { isProbabilistic } from './classScores.ts';
import { HardVotingModel } from './HardVotingModel.ts';
import { fitMembers, kept, type Members } from './members.ts';
import { SoftVotingModel } from './SoftVotingModel.ts';
import { type VoteWeights, voteWeights, weightsOfKept } from './votes.ts';

type Voting = 'hard' | 'soft';
/** Only a soft vote has probabilities. */
export type VotingModel<Of extends Voting> = Of extends 'soft' ? SoftVotingModel : HardVotingModel;

export interface VotingClassifierOptions<Of extends Voting = Voting> {
  /** Classifiers by name; 'drop' leaves one out. */
  readonly estimators: Members<Classifier>;
  /** By the classes that they predict, or by the mean of their probabilities. @default 'hard' */
  readonly voting?: Of;
  /** One for each estimator. @default null: all the same */
  readonly weights?: VoteWeights;
}

/**
 * What several classifiers say together.
 *
 * @example
 * const estimators = [['logistic', new LogisticRegression()], ['bayes', new GaussianNB()]] as const;
 * new VotingClassifier({ estimators, voting: 'soft' }).fit(X, y).predictProba(X)
 */
export class VotingClassifier<Of extends Voting = 'hard'> implements Classifier {
  static readonly parameters = {
    estimators: namedBy(
      (member) => member === 'drop' || isEstimatorOf('classifier')(member),
      'names and classifiers',
    ),
    voting: oneOf('hard', 'soft'),
    weights: voteWeights,
  };
  readonly kind = 'voting-classifier';
  readonly type = 'classifier';
  readonly params: Readonly<Required<VotingClassifierOptions<Of>>>;

  constructor({ estimators, voting, weights = null }: VotingClassifierOptions<Of>) {
    this.params = { estimators, voting: voting ?? ('hard' as Of), weights };
  }

  fit(X: Features, y: LabelsLike, options: FitOptions = {}): VotingModel<Of> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Features, y: LabelsLike, options: FitOptions = {}): Steps<VotingModel<Of>> {
    checkParameters(this.kind, this.params, VotingClassifier.parameters);
    const { estimators, voting, weights } = this.params;
    checkRows(X, y.length);
    const votes = weightsOfKept(weights, estimators);
    const { classes } = encodeClasses(y);
    const fitted = yield* fitMembers(kept(estimators), [X, y], options);
    if (voting === 'hard') return new HardVotingModel(classes, fitted, votes) as VotingModel<Of>;
    const unsure = fitted.find(([, model]) => !isProbabilistic(model));
    if (unsure) throw new InvalidInput(`${unsure[0]} has no probabilities: vote hard, or leave it out`);
    return new SoftVotingModel(classes, fitted as Named<ProbabilisticModel>[], votes) as VotingModel<Of>;
  }
}
