import type { Column, Table } from '../contracts/columns.ts';
import type { Fault } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { unknownColumn } from './nearest.ts';
import { type ColumnSummary, summarize } from './summary.ts';
import { notNumber } from './texts.ts';

/** Fewer rows than this cannot be split, folded and judged. */
const fewestRows = 20;
const mostClasses = 50;

/** What forbids learning the target. Rows without it are no fault: they teach nothing, and are dropped. */
export function checkTarget(table: Table, spec: ModelSpec): Fault[] {
  const fault = (message: string): Fault => ({ at: `target ${spec.target}`, message });
  const column = Object.hasOwn(table.columns, spec.target) ? table.columns[spec.target]! : undefined;
  if (!column) {
    return [...checkRows(table.length, ''), fault(unknownColumn(spec.target, Object.keys(table.columns)))];
  }
  const summary = summarize(column);
  if (summary.present === 0) return [fault('every value is missing: there is nothing to learn')];
  const message = checkValues(column, summary) ?? checks[spec.task](column, summary, spec);
  return [
    ...checkRows(summary.present, summary.missing > 0 ? ` with a ${spec.target}` : ''),
    ...(message === undefined ? [] : [fault(message)]),
  ];
}

function checkRows(count: number, which: string): Fault[] {
  if (count >= fewestRows) return [];
  return [{ at: 'data', message: `there are ${count} rows${which}: training needs at least ${fewestRows}` }];
}

function checkValues(column: Column, { counts }: ColumnSummary): string | undefined {
  const infinite = column.kind === 'number' && [...counts.keys()].some((value) => !Number.isFinite(value));
  if (infinite) return 'it holds infinite values: mend them, or leave them empty to drop their rows';
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
    if (counts.size > mostClasses) {
      return `it has ${counts.size} classes, more than ${mostClasses}: set task: regression, or group the classes`;
    }
    const classes = [...counts.keys()].map(String).sort();
    if (train.positive !== undefined && !classes.includes(String(train.positive))) {
      return `train.positive is ${JSON.stringify(train.positive)}, which is none of its classes: ${classes.join(', ')}`;
    }
    const [rarest, rows] = [...counts].reduce((least, one) => (one[1] < least[1] ? one : least));
    if (rows >= train.folds) return undefined;
    return `class ${JSON.stringify(rarest)} has only ${rows} ${rows === 1 ? 'row' : 'rows'} for ${train.folds} folds: add rows of it, merge it with another class, or lower train.folds`;
  },
};
