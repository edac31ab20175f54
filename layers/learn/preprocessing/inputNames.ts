import { InvalidInput } from '../errors.ts';

/** Names of the columns that go in: those given, or x0, x1 … @throws InvalidInput unless there is one for each */
export function inputNames(inputs: readonly string[] | undefined, width: number): string[] {
  if (!inputs) return Array.from({ length: width }, (_, column) => `x${column}`);
  if (inputs.length === width) return [...inputs];
  throw new InvalidInput(`there are ${inputs.length} names for ${width} features: name each of them once`);
}
