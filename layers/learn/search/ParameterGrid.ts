import { InvalidInput } from '../errors.ts';
import type { Parameters } from '../estimator.ts';

/** Values to try of each parameter; of a list of grids, all of each. */
export type Grid = Readonly<Record<string, readonly unknown[]>>;

/**
 * Every combination, in scikit-learn's order: names sorted, the last of them changing fastest.
 *
 * @example combinations({ C: [1, 10], solver: ['batch', 'mini-batch'] }) // 4 objects of parameters
 */
export function combinations(grid: Grid | readonly Grid[]): Parameters[] {
  const grids = Array.isArray(grid) ? (grid as readonly Grid[]) : [grid as Grid];
  return grids.flatMap((one) => {
    const names = Object.keys(one).sort();
    const empty = names.find((name) => one[name]!.length === 0);
    if (empty !== undefined)
      throw new InvalidInput(`there are no values of ${empty} to try: give at least one`);
    return names.reduce<Parameters[]>(
      (found, name) => found.flatMap((params) => one[name]!.map((value) => ({ ...params, [name]: value }))),
      [{}],
    );
  });
}
