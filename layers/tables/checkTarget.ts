import type { Column } from '../contracts/columns.ts';
import type { Fault } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { unknownColumn } from './nearest.ts';
import type { SnapshotTable } from './snapshot.ts';
import { type ColumnSummary, summarize, wildNumber } from './summary.ts';
import { notNumber } from './texts.ts';

/** Fewer rows than this cannot be split, folded and judged. */
const fewestRows = 20;
/** More distinct values than this are amounts or free text. */
export const mostClasses = 50;

/** What forbids learning the target. Rows without it are no fault: they teach nothing, and are dropped. */
export function checkTarget(table: SnapshotTable, spec: ModelSpec): Fault[] {
  const fault = (message: string): Fault => ({ at: `target ${spec.target}`, message });
  const column = Object.hasOwn(table.columns, spec.target) ? table.columns[spec.target]! : undefined;
  if (!column) {
    return [...checkRows(table.length, ''), fault(unknownColumn(spec.target, table))];
  }
  const summary = summarize(column);
  if (summary.present === 0) return [fault('every value is missing: there is nothing to learn')];
  const message = checkValues(column, summary) ?? checks[spec.task](column, summary, spec);
  return [
    ...checkRows(summary.present, summary.missing > 0 ? ` with a ${spec.target}` : ''),
    ...checkFolds(summary.present, spec),
    ...(message === undefined ? [] : [fault(message)]),
    ...checkPositive(summary, spec),
  ];
}

function checkRows(count: number, which: string): Fault[] {
  if (count >= fewestRows) return [];
  return [{ at: 'data', message: `there are ${count} rows${which}: training needs at least ${fewestRows}` }];
}

/** Rows are folded only where there is something to choose. */
function checkFolds(count: number, { split, train }: ModelSpec): Fault[] {
  const searched =
    train.candidates.length > 1 ||
    train.candidates.some(({ grid }) => Object.values(grid).some((values) => values.length > 1));
  const left = count - Math.ceil(count * split.test);
  if (left >= (searched ? train.folds : 1)) return [];
  const seen = `${left} of ${count} rows are left to learn from`;
  return [
    {
      at: 'split',
      message: searched
        ? `${seen}, too few for ${train.folds} folds: lower split.test or train.folds`
        : `${seen}: lower split.test`,
    },
  ];
}

function checkPositive({ counts }: ColumnSummary, { task, target, train }: ModelSpec): Fault[] {
  const classes = [...counts.keys()].map(String).sort();
  if (task !== 'classification' || train.positive === undefined) return [];
  const fault = (message: string) => [{ at: 'train.positive', message }];
  if (!classes.includes(String(train.positive)))
    return fault(`${JSON.stringify(train.positive)} is none of the classes of ${target}: ${listed(classes)}`);
  return classes.length > 2
    ? fault(
        `${target} has ${classes.length} classes (${listed(classes)}), and only of two is one positive: remove it`,
      )
    : [];
}

function checkValues(column: Column, { counts }: ColumnSummary): string | undefined {
  const wild = column.kind === 'number' ? wildNumber(counts) : undefined;
  if (wild !== undefined) return `it holds ${wild}: mend such values, or leave them empty to drop their rows`;
  if (counts.size > 1) return undefined;
  return `it is constant (${JSON.stringify([...counts.keys()][0])} in every row): there is nothing to learn`;
}

type Check = (column: Column, summary: ColumnSummary, spec: ModelSpec) => string | undefined;

const checks: Readonly<Record<ModelSpec['task'], Check>> = {
  regression: (column, { counts }) => {
    if (column.kind === 'number') return undefined;
    const { text, remedy } = notNumber(counts.keys(), 'set task: classification');
    return `it is text (such as ${JSON.stringify(text)}) and a regression needs numbers: ${remedy}`;
  },
  classification: (_, { counts }, { train }) => {
    if (counts.size > mostClasses)
      return `it has ${counts.size} distinct values, too many for classes: set task: regression, or group them`;
    const [rarest, rows] = [...counts].reduce((least, one) => (one[1] < least[1] ? one : least));
    if (rows >= train.folds) return undefined;
    return `class ${JSON.stringify(rarest)} has only ${rows} ${rows === 1 ? 'row' : 'rows'} for ${train.folds} folds: add rows of it, merge it with another class, or lower train.folds`;
  },
};

function listed(names: readonly string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(', ')}, …` : names.join(', ');
}
