import { InvalidInput } from '../errors.ts';
import type { Check } from '../parameters.ts';

/** Of lists of numbers that are probabilities. */
export const priors: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'number' && one >= 0 && one <= 1)
    ? undefined
    : 'must be a list of numbers from 0 to 1';

/** @throws InvalidInput unless there is one for each class */
export function checkPriors(given: readonly number[], k: number): void {
  if (given.length !== k) throw new InvalidInput(`there are ${given.length} priors for ${k} classes`);
}
