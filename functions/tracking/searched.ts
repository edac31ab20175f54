import type { Grammar } from '../../layers/store/search/grammars.ts';
import { comparatorOf, matches, type Searchable } from '../../layers/store/search/matches.ts';
import { parseFilter, parseOrderBy } from '../../layers/store/search/parse.ts';

/**
 * The things of a short list that a filter asks for, in the order that is asked for, else as they are.
 *
 * @throws InvalidInput for what the grammar does not have
 */
export function searched<Thing>(
  things: readonly Thing[],
  { filter, order_by = [] }: { filter?: string | undefined; order_by?: readonly string[] | undefined },
  grammar: Grammar,
  see: (thing: Thing) => Searchable,
): Thing[] {
  const condition = parseFilter(filter, grammar);
  const compare = comparatorOf(order_by.map((order) => parseOrderBy(order, grammar)));
  return things
    .map((thing) => ({ thing, seen: see(thing) }))
    .filter(({ seen }) => !condition || matches(seen, condition))
    .sort((a, b) => compare(a.seen, b.seen))
    .map(({ thing }) => thing);
}
