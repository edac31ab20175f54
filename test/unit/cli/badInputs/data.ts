import type { BadInput } from './BadInput.ts';
import { change, flat, upTo } from './flats.ts';

const withFeature = (line: string) => [['  rooms: { kind: number }', line]] as const;

/** Data that can be read and cannot be learned from. */
export const badData: readonly BadInput[] = [
  {
    what: 'a target that is not there',
    spec: [['target: rent', 'target: rents']],
    at: 'target',
    says: [/target rents: the data has no such column: did you mean rent\?/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a constant target',
    files: { 'flats.csv': change('rent', () => 500) },
    at: 'target',
    says: [/target rent: it is constant \(500 in every row\): there is nothing to learn/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a target of missing values',
    files: { 'flats.csv': change('rent', () => '') },
    at: 'target',
    says: [/target rent: every value is missing: there is nothing to learn/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a regression of text',
    spec: [['target: rent', 'target: quick']],
    at: 'target',
    says: [/target quick: it is text \(such as "no"\) and a regression needs numbers: set task: class/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a target with its unit',
    files: { 'flats.csv': change('rent', (row) => `${500 + row} €`) },
    at: 'target',
    says: [/target rent: it is text \(such as "500 €"\).*without its unit/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a target of infinite values',
    files: { 'flats.csv': change('rent', (row) => (row === 7 ? 'inf' : 500 + row)) },
    at: 'target',
    says: [/target rent: it holds Infinity: mend such values, or leave them empty to drop their rows/],
    refusedBy: 'Prepare',
  },
  {
    what: 'numbers whose squares overflow',
    files: { 'flats.csv': change('rooms', (row) => (row === 7 ? '1e200' : row % 4)) },
    at: 'rooms',
    says: [/feature rooms: it holds 1e\+200: mend such values, or leave them empty/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a column of missing values',
    files: { 'flats.csv': change('rooms', () => '') },
    at: 'rooms',
    says: [/feature rooms: all of its values are missing: remove it from features, or mend the data/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a feature that is not there',
    spec: withFeature('  room: { kind: number }'),
    at: 'room',
    says: [/feature room: the data has no such column: did you mean rooms\?/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a number that is text',
    spec: withFeature('  quick: { kind: number }'),
    at: 'quick',
    says: [/feature quick: its kind is number but it holds text \(such as "no"\): set kind: category/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a number with marks of missing values',
    files: { 'flats.csv': change('rooms', (row) => (row === 3 ? 'n/a' : row % 4)) },
    at: 'rooms',
    says: [/feature rooms: .*"n\/a".*leave missing values empty/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a missing value where none is imputed',
    spec: withFeature('  rooms: { kind: number, impute: none }'),
    files: { 'flats.csv': change('rooms', (row) => (row === 3 ? '' : row % 4)) },
    at: 'rooms',
    says: [/feature rooms: 1 value is missing and impute is none: set impute, or mend the data/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a category that is another in every row',
    files: { 'flats.csv': change('district', (row) => `street ${row}`) },
    at: 'district',
    says: [/feature district: every row has another value.*remove it from features/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a feature of nested values',
    spec: [['flats.csv', 'flats.ndjson'], ...withFeature('  address: { kind: category }')],
    files: {
      'flats.ndjson': upTo(40)
        .map((row) => JSON.stringify({ ...flat(row), address: { street: 'a', floor: row % 5 } }))
        .join('\n'),
    },
    at: 'address',
    says: [
      /feature address: it holds lists or objects, which a model cannot take: make columns of what is in it/,
    ],
    refusedBy: 'Prepare',
  },
  {
    what: 'too few rows',
    files: { 'flats.csv': change('rooms', (row) => row % 4, 9) },
    at: 'data',
    says: [/there are 9 rows: training needs at least 20/],
    refusedBy: 'Prepare',
  },
  {
    what: 'too few rows to learn from',
    task: 'classification',
    spec: [
      ['test: 0.2', 'test: 0.9'],
      ['folds: 3', 'folds: 10'],
    ],
    at: 'split',
    says: [/4 of 40 rows are left to learn from, too few for 10 folds: lower split\.test or train\.folds/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a positive class of three',
    task: 'classification',
    spec: [
      ['target: quick', 'target: district'],
      ['positive: "yes"', 'positive: market'],
    ],
    at: 'positive',
    says: [
      /train\.positive: district has 3 classes \(harbour, market, station\), and only of two is one positive: remove it/,
    ],
    refusedBy: 'Prepare',
  },
  {
    what: 'a classification of amounts',
    task: 'classification',
    spec: [
      ['target: quick', 'target: rent'],
      ['  positive: "yes"\n', ''],
    ],
    files: { 'flats.csv': change('rent', (row) => 500 + row, 60) },
    at: 'target',
    says: [/target rent: it has 60 distinct values, too many for classes: set task: regression/],
    refusedBy: 'Prepare',
  },
  {
    what: 'a class of one row',
    task: 'classification',
    files: { 'flats.csv': change('quick', (row) => (row === 7 ? 'yes' : 'no')) },
    at: 'target',
    says: [
      /target quick: class "yes" has only 1 row for 3 folds: add rows of it, merge it with another class, or lower train\.folds/,
    ],
    refusedBy: 'Prepare',
  },
  {
    what: 'a positive class that is not there',
    task: 'classification',
    spec: [['positive: "yes"', 'positive: true']],
    at: 'positive',
    says: [/train\.positive: true is none of the classes of quick: no, yes/],
    refusedBy: 'Prepare',
  },
];
