export const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

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

/** The flats with another value in a column, and as many rows as asked for. */
export const change = (column: string, value: (row: number) => string | number, rows = 40): string =>
  table(upTo(rows).map((row) => ({ ...flat(row), [column]: value(row) })));

/** Specs that the flats fit. */
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
