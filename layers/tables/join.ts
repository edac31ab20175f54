import type { DuckDBConnection } from '@duckdb/node-api';
import { InvalidInput } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { identifier } from './database.ts';
import { derive, position, type Relation, requireColumns } from './relation.ts';
import { kindOf } from './types.ts';

/**
 * Joins a source to the rows so far, whose order stays; of several matches, the source's order decides.
 * A column whose name is taken is called `source_column`.
 *
 * @throws InvalidInput naming the join and what it lacks
 */
export async function join(
  connection: DuckDBConnection,
  base: Relation,
  loaded: ReadonlyMap<string, Relation>,
  { with: name, on, how }: ModelSpec['data']['join'][number],
): Promise<Relation> {
  const place = `data.join with ${name}`;
  const other = loaded.get(name);
  if (!other) {
    throw new InvalidInput(
      `${place}: there is no such source to join: there ${loaded.size === 0 ? 'is only the first' : `are ${[...loaded.keys()].join(', ')} beside the first`}`,
    );
  }
  const keys = [on].flat();
  requireColumns(base, keys, place, 'the rows so far have');
  requireColumns(other, keys, place, `${name} has`);
  for (const key of keys) refuseDifferentKinds(base, other, key, place);

  const isKey = (column: string) => keys.some((key) => key.toLowerCase() === column.toLowerCase());
  const taken = new Set(base.columns.map((column) => column.name.toLowerCase()));
  const added = other.columns
    .filter((column) => !isKey(column.name))
    .map(
      (column) => `o.${identifier(column.name)} AS ${identifier(freeName(column.name, name, taken, place))}`,
    );
  const condition = keys.map((key) => `b.${identifier(key)} = o.${identifier(key)}`).join(' AND ');
  const query = `SELECT ${[`b.* EXCLUDE (${position})`, ...added].join(', ')}
    FROM ${identifier(base.table)} b ${how.toUpperCase()} JOIN ${identifier(other.table)} o ON ${condition}
    ORDER BY b.${position}, o.${position}`;
  return derive(connection, place, base, query);
}

function freeName(name: string, source: string, taken: Set<string>, place: string): string {
  const free = [name, `${source}_${name}`].find((one) => !taken.has(one.toLowerCase()));
  if (free === undefined)
    throw new InvalidInput(
      `${place}: there are already columns ${name} and ${source}_${name}: rename one of them`,
    );
  taken.add(free.toLowerCase());
  return free;
}

function refuseDifferentKinds(base: Relation, other: Relation, key: string, place: string): void {
  const [left, right] = [base, other].map(
    ({ columns }) => columns.find(({ name }) => name.toLowerCase() === key.toLowerCase())!.type,
  );
  if (kindOf(left!) === kindOf(right!)) return;
  throw new InvalidInput(
    `${place}: ${key} is ${left} in the rows so far and ${right} in ${other.table}: write it alike in both`,
  );
}
