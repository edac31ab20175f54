import { InvalidInput } from '../../errors.ts';
import { type Features, isTable } from '../../matrix.ts';

/** For each column, or by the names of a table's columns: 1 where predictions must not fall as it rises, -1 where they must not rise, else 0. */
export type MonotonicConstraints = readonly number[] | Readonly<Record<string, number>> | null;

/** Groups of columns that may interact, every pair, or none. */
export type InteractionConstraints = 'pairwise' | 'no_interactions' | readonly (readonly number[])[] | null;

/** @throws InvalidInput for constraints on columns that are not there, or cannot have any */
export function monotonicOf(
  constraints: MonotonicConstraints,
  isCategorical: readonly boolean[],
  features: Features,
  outputs: number,
): Int8Array {
  const width = isCategorical.length;
  const monotonic = new Int8Array(width);
  if (constraints === null) return monotonic;
  if (Array.isArray(constraints)) {
    if (constraints.length !== width)
      throw new InvalidInput(
        `monotonicCst has ${constraints.length} constraints for ${width} columns: give one for each, 0 for none`,
      );
    monotonic.set(constraints);
  } else {
    const names = isTable(features) ? Object.keys(features.columns) : [];
    for (const [name, constraint] of Object.entries(constraints)) {
      if (!names.includes(name))
        throw new InvalidInput(
          `monotonicCst names ${JSON.stringify(name)}, which is no column of ${names.length > 0 ? names.join(', ') : 'data without names'}`,
        );
      monotonic[names.indexOf(name)] = constraint;
    }
  }
  if (outputs > 1 && monotonic.some((constraint) => constraint !== 0))
    throw new InvalidInput('monotonicCst is for regression and two classes: leave it out for more classes');
  const odd = monotonic.findIndex((constraint, column) => constraint !== 0 && isCategorical[column] === true);
  if (odd !== -1)
    throw new InvalidInput(
      `column ${odd} holds categories, which have no order: leave it out of monotonicCst`,
    );
  return monotonic;
}

/** Columns that no group names form one of their own. @throws InvalidInput for columns that are not there */
export function interactionsOf(
  constraints: InteractionConstraints,
  width: number,
): ReadonlySet<number>[] | undefined {
  if (constraints === null) return undefined;
  const all = Array.from({ length: width }, (_, column) => column);
  if (constraints === 'no_interactions') return all.map((column) => new Set([column]));
  if (constraints === 'pairwise')
    return all.flatMap((column) => all.slice(column + 1).map((other) => new Set([column, other])));
  const odd = constraints.flat().find((column) => !Number.isInteger(column) || column < 0 || column >= width);
  if (odd !== undefined)
    throw new InvalidInput(`interactionCst names column ${odd}, but columns are 0 to ${width - 1}`);
  const named = new Set(constraints.flat());
  const rest = all.filter((column) => !named.has(column));
  return [...constraints.map((group) => new Set(group)), ...(rest.length > 0 ? [new Set(rest)] : [])];
}
