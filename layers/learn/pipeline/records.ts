import { type Fault, InvalidInput } from '../errors.ts';
import type { FittedColumn } from '../preprocessing/FittedColumn.ts';
import type { Column, Table } from '../table.ts';

/** Faults reported of one request; more would drown the first. */
const mostFaults = 20;

/**
 * Rows as JSON has them, checked and made into typed columns. Null is a missing value, allowed where the
 * column is imputed; a category that training did not see is allowed, as one-hot encoding ignores it.
 *
 * @throws InvalidInput with every fault: `instances[row].column`
 */
export function tableOf(
  columns: readonly FittedColumn[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Table {
  const faults: Fault[] = [];
  const names = new Set(columns.map(({ name }) => name));
  for (const [row, record] of rows.entries()) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      faults.push({
        at: `instances[${row}]`,
        message: `must be an object with a value for each column, not ${show(record)}`,
      });
      continue;
    }
    for (const name in record) {
      if (!names.has(name))
        faults.push({
          at: `instances[${row}].${name}`,
          message: `the model takes no such column: remove it; it takes ${[...names].join(', ')}`,
        });
    }
    for (const column of columns) {
      // Its own value: every object has a constructor.
      const message = check(column, Object.hasOwn(record, column.name) ? record[column.name] : undefined);
      if (message) faults.push({ at: `instances[${row}].${column.name}`, message });
    }
    if (faults.length >= mostFaults) break;
  }
  if (faults.length > 0) {
    throw new InvalidInput(faults.map(({ at, message }) => `${at}: ${message}`).join('; '), faults);
  }
  return {
    length: rows.length,
    columns: Object.fromEntries(
      columns.map((column): [string, Column] => [column.name, typed(column, rows)]),
    ),
  };
}

function check(column: FittedColumn, value: unknown): string | undefined {
  const { kind, fill } = column;
  if (value === undefined)
    return `is missing: give ${kind === 'number' ? 'a number' : 'a text'}${fill === null ? '' : ', or null when it is not known'}`;
  if (value === null)
    return fill === null ? 'must not be null: the model was trained with impute: none' : undefined;
  if (column.kind === 'number') {
    return typeof value === 'number' && Number.isFinite(value)
      ? undefined
      : `must be a number, not ${show(value)}`;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  // Numbers are the names of categories only where training saw numbers.
  const numeric =
    typeof value === 'number' && column.categories.every((category) => category === String(Number(category)));
  return numeric ? undefined : `must be a text, not ${show(value)}`;
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value)?.slice(0, 60) ?? String(value));
}

function typed({ kind, name }: FittedColumn, rows: readonly Readonly<Record<string, unknown>>[]): Column {
  if (kind === 'number')
    return { kind, values: Float64Array.from(rows, (row) => (row[name] as number | null) ?? Number.NaN) };
  const codes = new Map<string, number>();
  const coded = Int32Array.from(rows, (row) => {
    if (row[name] === null) return -1;
    const text = String(row[name]);
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  });
  return { kind, codes: coded, categories: [...codes.keys()] };
}
