import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';

/** n decisions of the policy that was at work. */
export interface LoggedDecisions {
  /** What was done: positions from 0 on, as the columns of a policy. */
  readonly actions: ArrayLike<number>;
  readonly rewards: ArrayLike<number>;
  /** How likely the policy at work was to do what it did. */
  readonly propensities: ArrayLike<number>;
}

/** What another policy would have earned a decision. */
export interface OffPolicyEstimate {
  readonly value: number;
  readonly standardError: number;
  /** In which the true value lies in 95 of 100 cases, as far as the mean is normal. */
  readonly interval: readonly [low: number, high: number];
  /** So many decisions of the other policy would say as much (Kish, 1965): few, when it does what was seldom done. */
  readonly effectiveSampleSize: number;
}

export interface OffPolicyOptions {
  /** Largest weight of a decision: less variance for some bias. @default Infinity */
  readonly clip?: number;
}

/**
 * The mean of the rewards, each weighted by how much likelier the policy is to earn it: unbiased, of large variance
 * (Horvitz and Thompson, 1952).
 *
 * @param policy n × k probabilities of the actions in each decision
 * @example inversePropensityScore({ actions, rewards, propensities }, policy).interval
 */
export function inversePropensityScore(
  logged: LoggedDecisions,
  policy: Features,
  options: OffPolicyOptions = {},
): OffPolicyEstimate {
  const { weights, rewards } = prepare(logged, policy, options);
  return ofTerms(
    weights.map((weight, row) => weight * rewards[row]!),
    weights,
  );
}

/**
 * The same divided by the mean weight: it has a small bias that vanishes with n, less variance, and lies within the
 * rewards. The standard error is that of a ratio (delta method).
 *
 * @param policy n × k probabilities of the actions in each decision
 */
export function selfNormalizedInversePropensityScore(
  logged: LoggedDecisions,
  policy: Features,
  options: OffPolicyOptions = {},
): OffPolicyEstimate {
  const { weights, rewards } = prepare(logged, policy, options);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new InvalidInput('the policy never does what was done: nothing can be said of it');
  const value = weights.reduce((sum, weight, row) => sum + weight * rewards[row]!, 0) / total;
  const squares = weights.reduce((sum, weight, row) => sum + (weight * (rewards[row]! - value)) ** 2, 0);
  return estimateOf(value, Math.sqrt(squares) / total, sizeOf(weights));
}

/**
 * The mean of what a model expects of the policy: as good as the model is. The standard error knows nothing of its bias.
 *
 * @param rewardEstimates n × k rewards that are expected of the actions: see crossFittedRewards
 * @param policy n × k probabilities of the actions in each decision
 */
export function directMethod(rewardEstimates: Features, policy: Features): OffPolicyEstimate {
  const [expected, target] = [toDense(rewardEstimates), checkPolicy(toDense(policy))];
  checkEstimates(expected, target);
  return ofTerms(expectedOf(expected, target));
}

/**
 * The direct method, corrected by the weighted errors of its model in what was done: unbiased when either the propensities
 * or the model are right, and of less variance than weighting alone where the model explains the rewards (M. Dudík,
 * J. Langford and L. Li, Doubly robust policy evaluation and learning, ICML 2011).
 *
 * @param policy n × k probabilities of the actions in each decision
 * @param rewardEstimates n × k rewards that are expected of the actions: see crossFittedRewards
 */
export function doublyRobust(
  logged: LoggedDecisions,
  policy: Features,
  rewardEstimates: Features,
  options: OffPolicyOptions = {},
): OffPolicyEstimate {
  const { weights, rewards, target } = prepare(logged, policy, options);
  const expected = toDense(rewardEstimates);
  checkEstimates(expected, target);
  const terms = expectedOf(expected, target).map((direct, row) => {
    const error = rewards[row]! - expected.data[row * expected.columns + logged.actions[row]!]!;
    return direct + weights[row]! * error;
  });
  return ofTerms(terms, weights);
}

/** @throws InvalidInput naming the first fault */
function prepare(
  { actions, rewards: given, propensities }: LoggedDecisions,
  policy: Features,
  { clip = Number.POSITIVE_INFINITY }: OffPolicyOptions,
) {
  if (!(clip > 0)) throw new InvalidInput(`clip must be a number above 0, not ${clip}`);
  const target = checkPolicy(toDense(policy));
  const lengths = { actions: actions.length, rewards: given.length, propensities: propensities.length };
  for (const [name, length] of Object.entries(lengths))
    if (length !== target.rows)
      throw new InvalidInput(`there are ${length} ${name} for ${target.rows} decisions of the policy`);
  const rewards = Float64Array.from(given);
  const weights = new Float64Array(target.rows);
  for (let row = 0; row < target.rows; row++) {
    const [action, propensity] = [actions[row]!, propensities[row]!];
    if (!(Number.isInteger(action) && action >= 0 && action < target.columns))
      throw new InvalidInput(
        `the action of decision ${row} is ${action}: there are ${target.columns}, from 0 on`,
      );
    if (!(propensity > 0 && propensity <= 1))
      throw new InvalidInput(
        `the propensity of decision ${row} is ${propensity}: what was done had a probability above 0 and to 1`,
      );
    if (!Number.isFinite(rewards[row]))
      throw new InvalidInput(`the reward of decision ${row} is ${rewards[row]}: it must be a finite number`);
    weights[row] = Math.min(clip, target.data[row * target.columns + action]! / propensity);
  }
  return { weights, rewards, target };
}

/** @throws InvalidInput unless there are two rows or more of probabilities that sum to 1 */
function checkPolicy(policy: Dense): Dense {
  const { rows, columns, data } = policy;
  if (rows < 2) throw new InvalidInput(`${rows} decisions have no standard error: give two or more`);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const sum = own.reduce((total, probability) => total + probability, 0);
    if (!own.every((probability) => probability >= 0) || !(Math.abs(sum - 1) <= 1e-6))
      throw new InvalidInput(
        `the policy's probabilities of decision ${row} are ${own.join(', ')}: they must be 0 or more and sum to 1`,
      );
  }
  return policy;
}

function checkEstimates(expected: Dense, { rows, columns }: Dense): void {
  if (expected.rows !== rows || expected.columns !== columns)
    throw new InvalidInput(
      `the reward estimates are ${expected.rows} × ${expected.columns}, the policy is ${rows} × ${columns}`,
    );
  const odd = expected.data.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1)
    throw new InvalidInput(
      `the reward estimate of action ${odd % columns} in decision ${Math.floor(odd / columns)} is ${expected.data[odd]}`,
    );
}

function expectedOf(expected: Dense, { rows, columns, data }: Dense): Float64Array {
  const terms = new Float64Array(rows);
  for (let row = 0; row < rows; row++)
    for (let place = row * columns; place < (row + 1) * columns; place++)
      terms[row]! += data[place]! * expected.data[place]!;
  return terms;
}

function ofTerms(terms: Float64Array, weights?: Float64Array): OffPolicyEstimate {
  const n = terms.length;
  const value = terms.reduce((sum, term) => sum + term, 0) / n;
  const squares = terms.reduce((sum, term) => sum + (term - value) ** 2, 0);
  return estimateOf(value, Math.sqrt(squares / (n - 1) / n), weights ? sizeOf(weights) : n);
}

function sizeOf(weights: Float64Array): number {
  const [sum, squares] = weights.reduce<[number, number]>(
    ([one, two], weight) => [one + weight, two + weight * weight],
    [0, 0],
  );
  return squares === 0 ? 0 : sum ** 2 / squares;
}

function estimateOf(value: number, standardError: number, effectiveSampleSize: number): OffPolicyEstimate {
  // The 97.5 % point of the normal distribution.
  const reach = 1.959963984540054 * standardError;
  return { value, standardError, interval: [value - reach, value + reach], effectiveSampleSize };
}
