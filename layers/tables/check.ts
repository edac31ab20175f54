import type { Column, Table } from '../contracts/columns.ts';
import type { Fault } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { type ColumnSpec, resolveFeatures } from './features.ts';

/** Fewer rows than this cannot be split, folded and judged. */
const fewestRows = 20;
/** A column with a larger share of missing values teaches nothing. */
const mostMissing = 0.95;
const mostClasses = 50;

/** Everything about the data that does not fit the spec, at once. */
export function checkTable(table: Table, spec: ModelSpec): Fault[] {
  const rows: Fault[] =
    table.length < fewestRows
      ? [{ at: 'data', message: `there are ${table.length} rows: training needs at least ${fewestRows}` }]
      : [];
  return [
    ...rows,
    ...checkTarget(table, spec),
    ...resolveFeatures(table, spec).flatMap((feature) => checkFeature(table, feature, spec)),
  ];
}

function checkTarget(table: Table, spec: ModelSpec): Fault[] {
  const fault = (message: string): Fault[] => [{ at: `target ${spec.target}`, message }];
  const column = table.columns[spec.target];
  if (!column) return fault(unknownColumn(table));
  const present = presentValues(column);
  if (present.length === 0) return fault('every value is missing: there is nothing to learn');
  if (spec.task === 'regression' && column.kind === 'category') {
    return fault(
      `it is text (such as ${JSON.stringify(present[0])}): a regression needs numbers, or set task: classification`,
    );
  }
  const distinct = new Set(present);
  if (distinct.size === 1)
    return fault(`it is constant (${JSON.stringify(present[0])} in every row): there is nothing to learn`);
  if (spec.task === 'regression') return [];
  if (distinct.size > mostClasses)
    return fault(
      `it has ${distinct.size} classes, more than ${mostClasses}: set task: regression, or group the classes`,
    );
  const { positive } = spec.train;
  if (positive !== undefined && ![...distinct].some((value) => String(value) === String(positive))) {
    return fault(
      `train.positive is ${JSON.stringify(positive)}, which is none of its classes: ${[...distinct].sort().join(', ')}`,
    );
  }
  return [];
}

function checkFeature(table: Table, { name, kind, impute }: ColumnSpec, spec: ModelSpec): Fault[] {
  const fault = (message: string): Fault[] => [{ at: `feature ${name}`, message }];
  if (name === spec.target)
    return fault('it is the target: a model must not see what it predicts; remove it from features');
  const column = table.columns[name];
  if (!column) return fault(unknownColumn(table));
  const present = presentValues(column);
  const missing = 1 - present.length / table.length;
  if (missing > mostMissing)
    return fault(`${(100 * missing).toFixed(1)} % of its values are missing: remove it from features`);
  if (impute === 'none' && missing > 0)
    return fault(
      `${table.length - present.length} values are missing and impute is none: set impute, or mend the data`,
    );
  if (kind === 'number' && column.kind === 'category')
    return fault(
      `its kind is number but it holds text (such as ${JSON.stringify(present[0])}): set kind: category, or mend the data`,
    );
  if (spec.features === 'auto' && column.kind === 'category' && new Set(present).size === table.length) {
    return fault('every row has another value, so it looks like an identifier: list the features without it');
  }
  return [];
}

function unknownColumn(table: Table): string {
  return `the data has no such column: it has ${Object.keys(table.columns).join(', ')}`;
}

function presentValues(column: Column): (number | string)[] {
  if (column.kind === 'number') return Array.from(column.values).filter((value) => !Number.isNaN(value));
  return Array.from(column.codes)
    .filter((code) => code !== -1)
    .map((code) => column.categories[code]!);
}
