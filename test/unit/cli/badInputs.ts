import { gzipSync } from 'node:zlib';

/** Something wrong that a user may hand in: a change of a good model's files, and what the refusal must say. */
export interface BadInput {
  readonly what: string;
  /** Texts of the good spec and what stands there instead. */
  readonly spec?: readonly (readonly [good: string, bad: string])[] | string;
  /** Files that are written over the good ones; null removes one. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** The good model that is spoiled. @default regression */
  readonly task?: 'regression' | 'classification';
  /** Beginning of the spec's line that the fault is placed at; its first line when left out. */
  readonly at?: string;
  /** What the message must say: the value seen, and the remedy. */
  readonly says: readonly RegExp[];
  /** Who refuses it when `millrace check` was not asked: the synthesis of the app, or a step of the pipeline. */
  readonly refusedBy: 'synthesis' | 'Ingest' | 'Prepare';
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

/** 40 flats in three districts, every second one let within a week. */
export const flats = table(upTo(40).map((row) => flat(row)));

export function flat(row: number): Readonly<Record<string, string | number>> {
  return {
    area: 30 + ((row * 37) % 91),
    rooms: 1 + (row % 4),
    district: ['harbour', 'market', 'station'][row % 3]!,
    rent: 400 + 9 * ((row * 37) % 91) + 55 * (row % 4) + ((row * 53) % 29),
    quick: (row * 37) % 91 > 45 ? 'yes' : 'no',
  };
}

/** Rows as CSV, one for each record. */
export function table(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const names = Object.keys(rows[0]!);
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.join(',')).join('\n')}\n`;
}

const change = (column: string, value: (row: number) => string | number, rows = 40): string =>
  table(upTo(rows).map((row) => ({ ...flat(row), [column]: value(row) })));

export const goodSpecs = {
  regression: `name: flats
task: regression
data:
  sources:
    flats: ./flats.csv
  dedupe: false
target: rent
features:
  area: { kind: number }
  rooms: { kind: number }
  district: { kind: category }
split: { test: 0.2, seed: 3 }
train:
  candidates:
    - linear-regression
  folds: 5
gates:
  - { metric: r2, min: 0 }
`,
  classification: `name: flats
task: classification
data:
  sources:
    flats: ./flats.csv
target: quick
features:
  area: { kind: number }
  rooms: { kind: number }
split: { test: 0.2, by: stratified, seed: 3 }
train:
  candidates:
    - { model: logistic-regression, C: [1, 10] }
  folds: 3
  positive: "yes"
gates:
  - { metric: auc, min: 0.5 }
`,
} as const;

/** YAML that is none, keys and values that do not exist, parts that do not go together. */
export const badSpecs: readonly BadInput[] = [
  {
    what: 'an empty spec',
    spec: '',
    says: [/the spec is empty: give at least name, task, data, target and train/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a spec of comments alone',
    spec: '# later\n',
    says: [/the spec is empty/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a spec that is a list',
    spec: '- name: flats\n- task: regression\n',
    at: '- name',
    says: [/must be a mapping .* not \[\{"name":"flats"\}/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a spec that is a text',
    spec: 'flats\n',
    at: 'flats',
    says: [/must be a mapping .* not "flats"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a bracket that is never closed',
    spec: [['{ test: 0.2, seed: 3 }', '{ test: 0.2, seed: 3']],
    at: 'train:',
    says: [/a \{ or \[ above this line is not closed: close it/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a tab that indents',
    spec: [['  sources:', '\tsources:']],
    at: 'sources:',
    says: [/a tab indents this line: YAML takes spaces alone/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a line out of its block',
    spec: [['  dedupe: false', ' dedupe: false']],
    at: 'dedupe',
    says: [/dedupe: false/, /indent/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a key that is there twice',
    spec: [['target: rent', 'target: rent\ntarget: area']],
    at: 'target: area',
    says: [/the key "target" is there twice: remove one/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a text that YAML takes for an alias',
    spec: [['target: rent', 'target: *rent']],
    at: 'target',
    says: [/alias in YAML: put it in quotes/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a text that YAML takes for a tag',
    spec: [['target: rent', 'target: !rent x']],
    at: 'target',
    says: [/tag in YAML: put it in quotes/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a text with a colon and no quotes',
    spec: [['target: rent', 'target: rent: monthly']],
    at: 'target',
    says: [/target: rent: monthly/, /needs quotes/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a second document',
    spec: `${goodSpecs.regression}---\nname: more\n`,
    at: '---',
    says: [/a file holds one spec/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown key',
    spec: [['target: rent', 'traget: rent']],
    at: 'traget',
    says: [/traget: there is no such key: did you mean target\?/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown key far from all others',
    spec: [['{ test: 0.2, seed: 3 }', '{ test: 0.2, shuffle: true }']],
    at: 'split',
    says: [/split\.shuffle: there is no such key: there are test, by, seed/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a key that is missing',
    spec: [['target: rent\n', '']],
    at: 'name',
    says: [/target: is missing: give a text/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a key without a value',
    spec: [['{ test: 0.2, seed: 3 }', '']],
    at: 'split',
    says: [/split: has no value: give a mapping, or remove the key/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a text in the place of a number',
    spec: [['folds: 5', 'folds: five']],
    at: 'folds',
    says: [/train\.folds: must be a number, not "five"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a number in the place of a text',
    spec: [['target: rent', 'target: 2024']],
    at: 'target',
    says: [/target: must be a text, not 2024: put it in quotes, "2024"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a number out of range',
    spec: [['test: 0.2', 'test: 20']],
    at: 'split',
    says: [/split\.test: must be below 1, not 20/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a list in the place of a mapping',
    spec: [['    flats: ./flats.csv', '    - ./flats.csv']],
    at: 'sources',
    says: [/data\.sources: must be a mapping, not \["\.\/flats\.csv"\]/],
    refusedBy: 'synthesis',
  },
  {
    what: 'no source',
    spec: [['  sources:\n    flats: ./flats.csv', '  sources: {}']],
    at: 'sources',
    says: [/data\.sources: is empty: name at least one file/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a source by a name that SQL does not take',
    spec: [['    flats: ./', '    My Flats: ./']],
    at: 'My Flats',
    says: [/My Flats: the name must be a lower-case SQL name/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a name that cannot be one',
    spec: [['name: flats', 'name: My Flats']],
    at: 'name',
    says: [/name: must be 3 to 40 lower-case letters, digits or hyphens/, /not "My Flats"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a name that is not the folder',
    spec: [['name: flats', 'name: houses']],
    at: 'name',
    says: [/name is "houses" but the folder is "flats": make them equal/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown task',
    spec: [['task: regression', 'task: regresion']],
    at: 'task',
    says: [/task: must be regression or classification, not "regresion": did you mean regression\?/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown candidate',
    spec: [['- linear-regression', '- linear-regresion']],
    at: '- linear',
    says: [/train\.candidates\[0\]: must be .*not "linear-regresion": did you mean linear-regression\?/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown candidate with parameters',
    spec: [['- linear-regression', '- { model: ridge, alpha: 1 }']],
    at: '- { model',
    says: [/candidates\[0\]\.model: must be linear-regression or logistic-regression, not "ridge"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'no candidates',
    spec: [['  candidates:\n    - linear-regression\n', '  candidates: []\n']],
    at: 'candidates',
    says: [/train\.candidates: is empty: give at least one value/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown parameter',
    spec: [['- linear-regression', '- { model: linear-regression, intercept: true }']],
    at: '- { model',
    says: [/candidates\[0\]\.intercept: there is no such key: .*fitIntercept/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a parameter of the wrong type',
    task: 'classification',
    spec: [['C: [1, 10]', 'C: [1, strong]']],
    at: '- { model',
    says: [/candidates\[0\]\.C\[1\]: must be a number, not "strong"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a parameter out of range',
    task: 'classification',
    spec: [['C: [1, 10]', 'C: 0']],
    at: '- { model',
    says: [/candidates\[0\]\.C: must be above 0, not 0/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an unknown choice of a parameter',
    task: 'classification',
    spec: [['C: [1, 10]', 'solver: lbfgs']],
    at: '- { model',
    says: [/candidates\[0\]\.solver: must be batch, stochastic or mini-batch, not "lbfgs"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an empty grid',
    task: 'classification',
    spec: [['C: [1, 10]', 'C: []']],
    at: '- { model',
    says: [/candidates\[0\]\.C: is empty: give at least one value, or leave it out/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a candidate that does another task',
    spec: [['- linear-regression', '- logistic-regression']],
    at: '- logistic',
    says: [/logistic-regression does classification, not regression: use linear-regression/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a gate whose metric does not fit the task',
    spec: [['metric: r2', 'metric: auc']],
    at: '- { metric',
    says: [/gates\[0\]\.metric: auc does not measure regression: use one of mse, rmse, mae, r2/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a gate of an unknown metric',
    spec: [['metric: r2', 'metric: rsme']],
    at: '- { metric',
    says: [/gates\[0\]\.metric: .*not "rsme": did you mean rmse/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a gate without a limit',
    spec: [['{ metric: r2, min: 0 }', '{ metric: r2 }']],
    at: '- { metric',
    says: [/gates\[0\]: needs min or max/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a gate with an unknown key',
    spec: [['{ metric: r2, min: 0 }', '{ metric: r2, minimum: 0 }']],
    at: '- { metric',
    says: [/gates\[0\]\.minimum: there is no such key: .*min/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a gate that no model can pass',
    spec: [['min: 0', 'min: 0.9, max: 0.1']],
    at: '- { metric',
    says: [/gates\[0\]: min 0\.9 is above max 0\.1/],
    refusedBy: 'synthesis',
  },
  {
    what: 'classes of a regression',
    spec: [['seed: 3', 'by: stratified']],
    at: 'split',
    says: [/split\.by: stratified needs classes: use random for a regression/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a target that is a feature too',
    spec: [['  rooms: { kind: number }', '  rent: { kind: number }']],
    at: 'rent',
    says: [/features\.rent: it is the target/, /remove it from features/],
    refusedBy: 'synthesis',
  },
  {
    what: 'no feature',
    spec: [[/features:\n(?: {2}.*\n)+/.exec(goodSpecs.regression)![0], 'features: {}\n']],
    at: 'features',
    says: [/features: is empty: list at least one column, or set features: auto/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a feature of an unknown kind',
    spec: [['district: { kind: category }', 'district: { kind: text }']],
    at: 'district',
    says: [/features\.district\.kind: must be number or category, not "text"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a category that is to be scaled',
    spec: [['district: { kind: category }', 'district: { kind: category, scale: standard }']],
    at: 'district',
    says: [/features\.district\.scale: there is no such key: there are kind, impute, encode/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a category that is to be imputed by a mean',
    spec: [['district: { kind: category }', 'district: { kind: category, impute: mean }']],
    at: 'district',
    says: [/features\.district\.impute: must be most-frequent or none, not "mean"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'features in a list',
    spec: [[/features:\n(?: {2}.*\n)+/.exec(goodSpecs.regression)![0], 'features: [area, rooms]\n']],
    at: 'features',
    says: [/features: must be auto or a mapping, not \["area","rooms"\]/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a schedule that is none',
    spec: [['gates:', 'schedule: { retrain: weekly }\ngates:']],
    at: 'schedule',
    says: [/schedule\.retrain: must be rate\(7 days\) or cron\(0 6 \* \* \? \*\)/, /not "weekly"/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a join with a source that is not there',
    spec: [['  dedupe: false', '  join: [{ with: streets, on: district }]']],
    at: 'join',
    says: [/data\.join\[0\]\.with: "streets" is no source: add the other source to data\.sources/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a source that no join uses',
    spec: [['    flats: ./flats.csv', '    flats: ./flats.csv\n    streets: ./streets.csv']],
    at: 'streets',
    says: [/data\.sources\.streets: no join uses it: add \{ with: streets, on: … \} to data\.join/],
    refusedBy: 'synthesis',
  },
];

const withStreets = [
  ['    flats: ./flats.csv', '    flats: ./flats.csv\n    streets: ./streets.csv'],
  ['  dedupe: false', '  join: [{ with: streets, on: district }]'],
] as const;

/** Files that cannot be read, and SQL that they do not answer. */
export const badFiles: readonly BadInput[] = [
  {
    what: 'a file that is not there',
    files: { 'flats.csv': null },
    at: 'flats:',
    says: [/there is no file flats\.csv: put it beside the spec, or mend data\.sources/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a glob that finds nothing',
    spec: [['./flats.csv', './flats-*.csv']],
    at: 'flats:',
    says: [/there is no file flats-\*\.csv/],
    refusedBy: 'synthesis',
  },
  {
    what: 'a source that is an empty folder',
    spec: [['./flats.csv', './parts']],
    files: { 'parts/deeper/one.csv': flats },
    at: 'flats:',
    says: [/there is no file in the folder parts: put the data there, or name a file/],
    refusedBy: 'synthesis',
  },
  {
    what: 'an empty file',
    files: { 'flats.csv': '' },
    at: 'flats:',
    says: [/flats\.csv is empty: it needs column names and rows/],
    refusedBy: 'Ingest',
  },
  {
    what: 'column names without rows',
    files: { 'flats.csv': 'area,rooms,district,rent,quick\n' },
    at: 'flats:',
    says: [/flats\.csv: there is no row below the column names/],
    refusedBy: 'Ingest',
  },
  {
    what: 'rows without column names',
    files: { 'flats.csv': '50,2,400\n60,3,500\n' },
    at: 'flats:',
    says: [/flats\.csv:1: the first line holds only numbers \(50, 2, 400\): add a line above it/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a ragged row',
    files: { 'flats.csv': `${flats}77,3,market,900,yes,new\n` },
    at: 'flats:',
    says: [/flats\.csv:42: the row has 6 values where the first line names 5 columns: mend the row/],
    refusedBy: 'Ingest',
  },
  {
    what: 'two columns of one name',
    files: { 'flats.csv': flats.replace('rooms', 'area') },
    at: 'flats:',
    says: [/flats\.csv:1: there are two columns "area".*: rename or remove one/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a column without a name',
    files: { 'flats.csv': flats.replace('rooms', '') },
    at: 'flats:',
    says: [/flats\.csv:1: column 2 of 5 has no name: name it, or remove it/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a quote that is never closed',
    files: { 'flats.csv': flats.replace('harbour', '"harbour') },
    at: 'flats:',
    says: [/flats\.csv:2: a quote that opens here is never closed/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a file of bytes',
    files: { 'flats.csv': Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256) },
    at: 'flats:',
    says: [/flats\.csv is not text.*export the table as CSV/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a file in UTF-16',
    files: { 'flats.csv': Buffer.from(`\ufeff${flats}`, 'utf16le') },
    at: 'flats:',
    says: [/flats\.csv is not text: it is UTF-16: save it as UTF-8/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a Parquet file that is none',
    spec: [['flats.csv', 'flats.parquet']],
    files: { 'flats.parquet': flats },
    at: 'flats:',
    says: [/flats\.parquet is not a Parquet file: /],
    refusedBy: 'Ingest',
  },
  {
    what: 'a gz that is cut off',
    spec: [['flats.csv', 'flats.csv.gz']],
    files: { 'flats.csv.gz': gzipSync(flats).subarray(0, 120) },
    at: 'flats:',
    says: [/flats\.csv\.gz is not a whole gzip file: compress it again, or drop \.gz/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a kind of file that nobody reads',
    spec: [['flats.csv', 'flats.xlsx']],
    files: { 'flats.xlsx': 'x' },
    at: 'flats:',
    says: [/flats\.xlsx is not a kind of file that can be read: use csv, tsv, json/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a line that is not JSON',
    spec: [['flats.csv', 'flats.ndjson']],
    files: { 'flats.ndjson': '{"area": 50}\n{"area": 60\n' },
    at: 'flats:',
    says: [/flats\.ndjson:2: the line is not JSON/],
    refusedBy: 'Ingest',
  },
  {
    what: 'an SQL expression that is none',
    spec: [['  dedupe: false', '  where: rent >']],
    at: 'where',
    says: [/data\.where \(rent >\): syntax error/, /columns are area, rooms, district, rent, quick/],
    refusedBy: 'Ingest',
  },
  {
    what: 'an SQL expression of an unknown column',
    spec: [['  dedupe: false', '  where: price > 0']],
    at: 'where',
    says: [/data\.where \(price > 0\): .*"price" not found/, /columns are area, rooms/],
    refusedBy: 'Ingest',
  },
  {
    what: 'an SQL expression that no row satisfies',
    spec: [['  dedupe: false', '  where: rent < 0']],
    at: 'where',
    says: [/data\.where \(rent < 0\): no row satisfies it/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a key of dedupe that is not there',
    spec: [['dedupe: false', 'dedupe: [id]']],
    at: 'dedupe',
    says: [/data\.dedupe: the data has no column id: it has area, rooms/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a join key that the rows lack',
    spec: [withStreets[0], [withStreets[1][0], '  join: [{ with: streets, on: street }]']],
    files: { 'streets.csv': 'street,noise\na,1\n' },
    at: 'join',
    says: [/data\.join with streets: the rows so far have no column street: it has area/],
    refusedBy: 'Ingest',
  },
  {
    what: 'a join key that the source lacks',
    spec: withStreets,
    files: { 'streets.csv': 'street,noise\na,1\n' },
    at: 'join',
    says: [/data\.join with streets: streets has no column district: it has street, noise/],
    refusedBy: 'Ingest',
  },
];

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
    what: 'more than two classes',
    task: 'classification',
    spec: [
      ['target: quick', 'target: district'],
      ['  positive: "yes"\n', ''],
    ],
    at: 'target',
    says: [/target district: it has 3 classes \(harbour, market, station\) and models tell two apart so far/],
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

/** What looks odd and is right. */
export const oddButGood: readonly Pick<BadInput, 'what' | 'files' | 'spec'>[] = [
  {
    what: 'a mark of UTF-8 and line ends of Windows',
    files: { 'flats.csv': `\ufeff${flats.replaceAll('\n', '\r\n')}` },
  },
  {
    what: 'quotes, with delimiters and line ends in them',
    files: { 'flats.csv': flats.replaceAll('harbour', '"harbour,\n""old"""') },
  },
  {
    what: 'a folder of files',
    spec: [['./flats.csv', './parts']],
    files: { 'parts/one.csv': flats, 'parts/two.csv': flats, 'parts/.DS_Store': 'x' },
  },
  { what: 'semicolons', files: { 'flats.csv': flats.replaceAll(',', ';') } },
  {
    what: 'a compressed file',
    spec: [['flats.csv', 'flats.csv.gz']],
    files: { 'flats.csv.gz': gzipSync(flats) },
  },
  {
    what: 'nested values that no feature names',
    spec: [['flats.csv', 'flats.ndjson']],
    files: {
      'flats.ndjson': upTo(40)
        .map((row) => JSON.stringify({ ...flat(row), address: { floor: row % 5 } }))
        .join('\n'),
    },
  },
];
