import type { Update } from '../table.ts';
import type { StoredText } from './values.ts';

/** Maps of a run whose values are texts. */
export type TextMap = 'params' | 'tags' | 'inputs';
export type TextEntry = readonly [map: TextMap, key: string, text: StoredText];

/** Entries in one update: an expression is at most 4 KB. */
export const entriesPerUpdate = 25;

/** Sets entries of maps and appends a batch, in one update. A parameter only as it is already, or where it is not. */
export function logging(entries: readonly TextEntry[], batch: string | undefined): Update {
  const conditions = entries.flatMap(([map], i) =>
    map === 'params' ? [`(attribute_not_exists(params.#k${i}) OR params.#k${i} = :v${i})`] : [],
  );
  const sets = [
    ...entries.map(([map], i) => `${map}.#k${i} = :v${i}`),
    ...(batch === undefined ? [] : ['tail = list_append(tail, :batch)']),
  ];
  return {
    expression: `SET ${sets.join(', ')}`,
    ...(conditions.length > 0 && { condition: conditions.join(' AND ') }),
    ...(entries.length > 0 && {
      names: Object.fromEntries(entries.map(([, key], i) => [`#k${i}`, key])),
    }),
    values: {
      ...Object.fromEntries(entries.map(([, , value], i) => [`:v${i}`, value])),
      ...(batch !== undefined && { ':batch': [batch] }),
    },
  };
}
