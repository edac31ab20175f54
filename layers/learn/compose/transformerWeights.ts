import { InvalidInput } from '../errors.ts';
import type { Check } from '../parameters.ts';

export type TransformerWeights = Readonly<Record<string, number>> | null;

/** Factors by the names of transformers. */
export const areWeights: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite)
    ? undefined
    : 'must be finite numbers by the names of transformers';

/** @throws InvalidInput for a weight of what is not there */
export function checkWeights(weights: TransformerWeights, names: readonly string[]): void {
  const odd = Object.keys(weights ?? {}).find((name) => !names.includes(name));
  if (odd !== undefined)
    throw new InvalidInput(`there is a weight for ${odd}, which is none of ${names.join(', ')}`);
}

export function weightOf(weights: TransformerWeights, name: string): number {
  return weights && Object.hasOwn(weights, name) ? weights[name]! : 1;
}
