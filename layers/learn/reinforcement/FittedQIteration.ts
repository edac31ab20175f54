import { checkFeatures, checkFinite, checkLength, checkWidth, refuseWeights } from '../checkData.ts';
import { fitPart, isEstimatorOf } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, FitOptions, RegressionModel, Regressor } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { between, checkParameters, count, nonNegative, oneOf } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import {
  type ActionEncoding,
  actionValue,
  FittedQPolicy,
  largest,
  qValuesOf,
  withAction,
} from './FittedQPolicy.ts';

/** n steps that were taken, in any order. */
export interface LoggedTransitions {
  /** n × p */
  readonly states: Features;
  /** What was done: numbers or texts. */
  readonly actions: LabelsLike;
  readonly rewards: ArrayLike<number>;
  /** n × p: of no account where nothing comes after. */
  readonly nextStates: Features;
  /** True or 1 where nothing comes after. */
  readonly terminated: ArrayLike<boolean | number>;
}

export interface FittedQIterationOptions {
  /** Learns what actions are worth: any regressor. */
  readonly estimator: Regressor;
  /** How much a reward of the next step is worth now. @default 0.99 */
  readonly gamma?: number;
  /** Steps into the future that are looked at, at most. @default 50 */
  readonly nIterations?: number;
  /** A regressor for each action, or a single one of which the last feature is the action. @default 'separate' */
  readonly actionEncoding?: ActionEncoding;
  /** Ends when no target changes by more. @default 1e-6 */
  readonly tol?: number;
}

/**
 * A policy from what others did: each iteration fits a regressor to the rewards and what the one before it says of the
 * next states (D. Ernst, P. Geurts and L. Wehenkel, Tree-based batch mode reinforcement learning, JMLR 2005).
 *
 * @example
 * const policy = new FittedQIteration({ estimator: new ExtraTreesRegressor() }).fit({ states, actions, rewards, nextStates, terminated });
 * policy.predict([[0.2, -0.1]])
 */
export class FittedQIteration {
  static readonly parameters = {
    estimator: (value: unknown) => (isEstimatorOf('regressor')(value) ? undefined : 'must be a regressor'),
    gamma: between(0, 1),
    nIterations: count,
    actionEncoding: oneOf('separate', 'feature'),
    tol: nonNegative,
  };
  readonly kind = 'fitted-q-iteration';
  readonly params: Readonly<Required<FittedQIterationOptions>>;

  constructor(options: FittedQIterationOptions) {
    this.params = { gamma: 0.99, nIterations: 50, actionEncoding: 'separate', tol: 1e-6, ...options };
  }

  fit(transitions: LoggedTransitions, y?: undefined, options: FitOptions = {}): FittedQPolicy {
    return runSteps(this.fitSteps(transitions, y, options), options);
  }

  *fitSteps(transitions: LoggedTransitions, _y?: undefined, options: FitOptions = {}): Steps<FittedQPolicy> {
    checkParameters(this.kind, this.params, FittedQIteration.parameters);
    refuseWeights(this.kind, options.sampleWeight);
    const { estimator, gamma, nIterations, actionEncoding, tol } = this.params;
    const { X, codes, actions, rewards, going, next } = prepare(transitions);
    // The same rows in each iteration: only their targets change.
    const groups =
      actionEncoding === 'feature'
        ? [whole(X, codes, actions)]
        : (actions as readonly unknown[]).map((action, code) => rowsOf(X, codes, code, `action ${action}`));

    let models: RegressionModel[] = [];
    let targets = Float64Array.from(rewards);
    let nIter = 0;
    for (let change = Number.POSITIVE_INFINITY; nIter < nIterations && change > tol; ) {
      models = [];
      for (const [index, group] of groups.entries()) {
        const y = Float64Array.from(group.rows, (row) => targets[row]!);
        const progress = { done: nIter * groups.length + index, total: nIterations * groups.length };
        models.push(yield* fitPart([group.name, estimator], [group.X, y], options, progress));
      }
      nIter += 1;
      const updated = Float64Array.from(rewards);
      const worth = largest(qValuesOf(models, actionEncoding, actions, next));
      for (const [index, row] of going.entries()) updated[row]! += gamma * worth[index]!;
      change = updated.reduce((most, value, row) => Math.max(most, Math.abs(value - targets[row]!)), 0);
      targets = updated;
    }
    return new FittedQPolicy(actions, actionEncoding, models, { width: X.columns, nIter });
  }
}

/** What one regressor learns from. */
interface Group {
  readonly name: string;
  readonly rows: Int32Array;
  readonly X: Dense;
}

function rowsOf(X: Dense, codes: Int32Array, code: number, name: string): Group {
  const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] === code);
  return { name, rows, X: denseRows(X, rows) };
}

function whole(X: Dense, codes: Int32Array, actions: Classes): Group {
  const joined = withAction(X, (row) => actionValue(actions, codes[row]!));
  return { name: 'estimator', rows: Int32Array.from(codes.keys()), X: joined };
}

/** @throws InvalidInput naming the first fault */
function prepare({ states, actions: labels, rewards: given, nextStates, terminated }: LoggedTransitions) {
  const X = toDense(states);
  checkFeatures(X);
  checkLength(X, labels.length);
  const rewards = Float64Array.from(given);
  for (const [name, length] of Object.entries({ rewards: rewards.length, terminated: terminated.length }))
    if (length !== X.rows) throw new InvalidInput(`there are ${X.rows} states and ${length} ${name}`);
  const odd = rewards.findIndex((reward) => !Number.isFinite(reward));
  if (odd !== -1)
    throw new InvalidInput(`the reward of row ${odd} is ${rewards[odd]}: it must be a finite number`);
  const after = toDense(nextStates);
  if (after.rows !== X.rows)
    throw new InvalidInput(`there are ${X.rows} states and ${after.rows} next states`);
  checkWidth(after, X.columns);
  const going = Int32Array.from({ length: X.rows }, (_, row) => row).filter((row) => !terminated[row]);
  const next: Dense = denseRows(after, going);
  checkFinite(next);
  const { classes: actions, codes } = encodeLabels(labels);
  return { X, codes, actions, rewards, going, next };
}
