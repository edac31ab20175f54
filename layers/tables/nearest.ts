import { didYouMean } from '../contracts/nearest.ts';
import type { SnapshotTable } from './snapshot.ts';

/** More names than this are a list that nobody reads. */
const mostNames = 20;

/** What to say of a column that is none of a table's: it is nested, names are nearly the same, or those that there are. */
export function unknownColumn(name: string, { columns, nested }: SnapshotTable): string {
  if (nested.includes(name))
    return 'it holds lists or objects, which a model cannot take: make columns of what is in it';
  const names = Object.keys(columns);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `the data has no such column: ${didYouMean(name, names, `it has ${names.slice(0, mostNames).join(', ')}${more}`)}`;
}
