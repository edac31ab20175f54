import { InvalidInput } from '../errors.ts';
import type { Check } from '../parameters.ts';

/** One weight for each member, or null for equal ones. */
export type VoteWeights = readonly number[] | null;

export const voteWeights: Check = (value) =>
  value === null ||
  (Array.isArray(value) &&
    value.every((weight) => Number.isFinite(weight) && weight >= 0) &&
    value.some(Boolean))
    ? undefined
    : 'must be null or a list of numbers of 0 or more, not all 0';

/** The weights of the members that are kept, 1 by default. @throws InvalidInput unless each has its own */
export function weightsOfKept(
  weights: VoteWeights,
  members: readonly (readonly [string, unknown])[],
): Float64Array {
  if (weights && weights.length !== members.length)
    throw new InvalidInput(`there are ${weights.length} weights for ${members.length} estimators`);
  const kept = members.flatMap(([, member], index) => (member === 'drop' ? [] : [weights?.[index] ?? 1]));
  if (!kept.some(Boolean))
    throw new InvalidInput('every estimator that is kept has the weight 0: give one another');
  return Float64Array.from(kept);
}

/** The weighted mean of numbers that each member gives. */
export function weightedMean(parts: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = new Float64Array(parts[0]!.length);
  for (const [member, values] of parts.entries()) {
    const weight = weights[member]!;
    for (let index = 0; index < mean.length; index++) mean[index]! += weight * values[index]!;
  }
  return mean.map((total) => total / sum);
}
