import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import { type Check, orNull } from '../parameters.ts';

/** Null, or a probability for each class. */
export const priorsCheck: Check = orNull((value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'number' && one > 0 && one <= 1)
    ? undefined
    : 'must be a list of probabilities, above 0, one for each class',
);

/** The weight of each class's rows. @throws InvalidInput when a class has none */
export function classCounts(
  codes: Int32Array,
  classes: Classes,
  weights: Float64Array | undefined,
): Float64Array {
  const counts = new Float64Array(classes.length);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]! += weights ? weights[row]! : 1;
  const empty = counts.indexOf(0);
  if (empty === -1) return counts;
  throw new InvalidInput(
    `every row of class ${JSON.stringify(classes[empty])} has the weight 0: leave these rows out`,
  );
}

/**
 * Those that are given, else the classes' shares.
 *
 * @throws InvalidInput when there are not as many as classes, or they do not sum to 1
 */
export function priorsOf(given: readonly number[] | null, counts: Float64Array): Float64Array {
  if (given === null) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  }
  if (given.length !== counts.length)
    throw new InvalidInput(
      `there are ${given.length} priors for ${counts.length} classes: give one for each`,
    );
  const sum = given.reduce((all, prior) => all + prior, 0);
  if (Math.abs(sum - 1) > 1e-8) throw new InvalidInput(`the priors sum to ${sum}: they must sum to 1`);
  return Float64Array.from(given);
}
