import type { Fault } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import type { ColumnSpec } from './features.ts';
import { unknownColumn } from './nearest.ts';
import type { SnapshotTable } from './snapshot.ts';
import { type ColumnSummary, summarize, wildNumber } from './summary.ts';
import { markAmongNumbers, notNumber } from './texts.ts';

/** A column with a larger share of missing values teaches nothing. */
const mostMissing = 0.95;

/** What forbids learning from a column. */
export function checkFeature(table: SnapshotTable, feature: ColumnSpec, spec: ModelSpec): Fault[] {
  const fault = (message: string): Fault => ({ at: `feature ${feature.name}`, message });
  const column = Object.hasOwn(table.columns, feature.name) ? table.columns[feature.name]! : undefined;
  if (!column) return [fault(unknownColumn(feature.name, table))];
  const summary = summarize(column);
  const share = summary.missing / table.length;
  if (share > mostMissing) {
    const seen = summary.present === 0 ? 'all' : `${(100 * share).toFixed(1)} %`;
    return [fault(`${seen} of its values are missing: ${withoutIt(spec)}, or mend the data`)];
  }
  const check = feature.kind === 'number' ? checkNumber : checkCategory;
  return [checkImpute(feature, summary), check(column.kind, summary, spec)]
    .filter((message) => message !== undefined)
    .map(fault);
}

function checkImpute({ impute }: ColumnSpec, { missing }: ColumnSummary): string | undefined {
  if (impute !== 'none' || missing === 0) return undefined;
  return `${missing} ${missing === 1 ? 'value is' : 'values are'} missing and impute is none: set impute, or mend the data`;
}

type Check = (kind: ColumnSpec['kind'], summary: ColumnSummary, spec: ModelSpec) => string | undefined;

const checkNumber: Check = (kind, { counts }) => {
  if (kind === 'category') {
    const { text, remedy } = notNumber(counts.keys(), 'set kind: category, or mend the data');
    return `its kind is number but it holds text (such as ${JSON.stringify(text)}): ${remedy}`;
  }
  const wild = wildNumber(counts);
  return wild === undefined ? undefined : `it holds ${wild}: mend such values, or leave them empty`;
};

const checkCategory: Check = (kind, { counts, present }, spec) => {
  const mark = spec.features === 'auto' && kind === 'category' ? markAmongNumbers(counts.keys()) : undefined;
  if (mark !== undefined) {
    return `it holds numbers and ${JSON.stringify(mark)}, so it would be read as text: leave missing values empty`;
  }
  if (counts.size < present || present === 1) return undefined;
  return `every row has another value, so it looks like an identifier or free text: ${withoutIt(spec)}`;
};

function withoutIt({ features }: ModelSpec): string {
  return features === 'auto' ? 'list the features without it' : 'remove it from features';
}
