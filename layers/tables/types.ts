import type { Column } from '../contracts/columns.ts';

const numberTypes = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
/** Values that no request could give: lists, structures and bytes. */
const nestedTypes = /(\[\d*\]|^(STRUCT|MAP|UNION)\(.*\)|^BLOB|^BIT|^GEOMETRY|^VARIANT)$/;

/** What a column of a DuckDB type is: a number, a category (also dates and booleans), or neither. */
export function kindOf(type: string): Column['kind'] | undefined {
  if (nestedTypes.test(type)) return undefined;
  return numberTypes.test(type) ? 'number' : 'category';
}
