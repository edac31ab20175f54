import type { Column, Table } from '../layers/contracts/columns.ts';
import { InvalidInput } from '../layers/contracts/errors.ts';
import { didYouMean } from '../layers/contracts/nearest.ts';
import { mostClasses } from '../layers/tables/checkTarget.ts';

/** What a column looks like, in words. */
export interface DraftedColumn {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly note: string;
  /** Why it is no feature; undefined when it is one. */
  readonly leftOut?: string;
}

/** The choices of a new spec, each with its reason. */
export interface Draft {
  readonly rows: number;
  readonly task: 'regression' | 'classification';
  readonly taskReason: string;
  readonly target: string;
  readonly targetNote: string;
  readonly columns: readonly DraftedColumn[];
  /** Columns of lists or objects, which no model takes. */
  readonly nested: readonly string[];
}

/** A category with more values than this makes as many columns, mostly empty. */
const mostCategories = 100;
/** Names that tell of an identifier. */
const identifierName = /^(id|uuid|guid|index|row(_?(id|number|num))?)$|_(id|uuid|key)$/i;

type DraftTable = Table & { readonly nested?: readonly string[] };

/** Looks at a table and makes the choices of a first spec. @throws InvalidInput when there is nothing to predict */
export function draftSpec(table: DraftTable, target: string): Draft {
  const column = table.columns[target];
  if (!column) {
    throw new InvalidInput(
      `the data has no column ${JSON.stringify(target)}: ${didYouMean(target, Object.keys(table.columns), `it has ${Object.keys(table.columns).join(', ')}`)}`,
    );
  }
  const facts = look(column);
  if (facts.distinct < 2)
    throw new InvalidInput(
      `${target} has ${facts.distinct === 0 ? 'no value' : 'the same value in every row'}: there is nothing to learn; name another --target`,
    );
  const columns = Object.entries(table.columns)
    .filter(([name]) => name !== target)
    .map(([name, one]) => draftColumn(name, one, table.length));
  if (columns.every(({ leftOut }) => leftOut !== undefined)) {
    throw new InvalidInput(
      `there is no column to learn from: ${columns.map(({ name, leftOut }) => `${name} (${leftOut})`).join(', ') || `${target} is the only one`}`,
    );
  }
  const { length: rows, nested = [] } = table;
  return { rows, target, targetNote: facts.note, columns, nested, ...taskOf(facts, target) };
}

function taskOf({ distinct, isNumber, whole }: Looks, target: string): Pick<Draft, 'task' | 'taskReason'> {
  // Numbers say classes only where they are two; more of them may as well count something.
  if (isNumber && (!whole || distinct > 2))
    return { task: 'regression', taskReason: `${target} is an amount (${distinct} distinct numbers)` };
  if (distinct > mostClasses) {
    throw new InvalidInput(
      `${target} is text with ${distinct} distinct values, too many for classes (${mostClasses} at most): group them, or name another --target`,
    );
  }
  return {
    task: 'classification',
    taskReason: `${target} has ${distinct} distinct values, so they are classes`,
  };
}

function draftColumn(name: string, column: Column, rows: number): DraftedColumn {
  const { kind } = column;
  const looks = look(column);
  const leftOut = reasonToLeaveOut(name, looks, rows);
  return { name, kind, note: looks.note, ...(leftOut !== undefined && { leftOut }) };
}

function reasonToLeaveOut(
  name: string,
  { distinct, present, isNumber, whole, counting }: Looks,
  rows: number,
): string | undefined {
  if (distinct === 0) return 'it is empty';
  if (distinct === 1) return 'it has the same value in every row';
  if (present < 0.05 * rows) return 'nearly all of its values are missing';
  if (counting) return 'its numbers count the rows';
  if (distinct === rows && (!isNumber || (whole && identifierName.test(name))))
    return 'it has another value in every row, so it looks like an identifier';
  if (!isNumber && distinct > mostCategories)
    return `it has ${distinct} distinct values, each of which would be a column; group them first`;
  return undefined;
}

interface Looks {
  readonly isNumber: boolean;
  readonly whole: boolean;
  /** Whether the numbers are those of the rows: 1, 2, 3 … */
  readonly counting: boolean;
  readonly present: number;
  readonly distinct: number;
  readonly note: string;
}

function look(column: Column): Looks {
  return column.kind === 'number'
    ? lookAtNumbers(column.values)
    : lookAtCategories(column.codes, column.categories);
}

function lookAtNumbers(all: Float64Array): Looks {
  const values = all.filter((value) => !Number.isNaN(value));
  const distinct = new Set(values).size;
  const range =
    distinct === 0
      ? []
      : [
          `${shorten(values.reduce((a, b) => Math.min(a, b)))} to ${shorten(values.reduce((a, b) => Math.max(a, b)))}`,
        ];
  const note = [...range, ...missingNote(all.length - values.length, all.length)].join(', ');
  const counting = [0, 1].includes(all[0]!) && all.every((value, row) => value === all[0]! + row);
  const whole = values.every(Number.isInteger);
  return { isNumber: true, whole, counting, present: values.length, distinct, note };
}

function lookAtCategories(codes: Int32Array, categories: readonly string[]): Looks {
  const seen = codes.filter((code) => code !== -1);
  const counts = new Map<number, number>();
  for (const code of seen) counts.set(code, (counts.get(code) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([code]) => categories[code]!);
  const shown = common.slice(0, 3).map((name) => name.replaceAll(/\s+/g, ' ').slice(0, 20));
  const values =
    counts.size === 0 ? [] : [`${counts.size} values: ${shown.join(', ')}${counts.size > 3 ? ', …' : ''}`];
  const note = [...values, ...missingNote(codes.length - seen.length, codes.length)].join('; ');
  return {
    isNumber: false,
    whole: false,
    counting: false,
    present: seen.length,
    distinct: counts.size,
    note,
  };
}

function missingNote(missing: number, rows: number): string[] {
  if (missing === 0) return [];
  const percent = (100 * missing) / rows;
  return [`${percent < 0.1 ? 'under 0.1' : percent.toFixed(percent < 10 ? 1 : 0)} % missing`];
}

function shorten(value: number): string {
  return String(Number(value.toPrecision(6)));
}
