import { InvalidInput } from '../errors.ts';
import type { LabelsLike } from '../labels.ts';

/** @throws InvalidInput when there is none */
export function requireTarget(kind: string, y: LabelsLike | undefined): LabelsLike {
  if (y !== undefined) return y;
  throw new InvalidInput(`${kind} selects features by what they say of a target: give y`);
}
