import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, Dense, Labels, Table } from '../../layers/learn/index.ts';
import { denseRows, toDense } from '../../layers/learn/matrix.ts';
import { takeRows } from '../../layers/learn/table.ts';

export type DatasetName = 'breast-cancer' | 'diabetes' | 'wine' | 'digits' | 'iris' | 'ames' | 'credit';

/** A real data set: the columns of numbers as a matrix, and the target. */
export interface Dataset<Target extends Labels = Float64Array> {
  readonly X: Dense;
  readonly y: Target;
}

/** Every column with its type, `target` among them: text is a category, and an empty field is missing. */
export function readTable(name: DatasetName): Table {
  const text = readFileSync(join(import.meta.dirname, `data/${name}.csv`), 'utf8');
  const [header, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const columns = header!.map((column, index): [string, Column] => [
    column,
    columnOf(rows.map((row) => row[index]!)),
  ]);
  return { length: rows.length, columns: Object.fromEntries(columns) };
}

/** All rows. */
export function readDataset<Target extends Labels = Float64Array>(name: DatasetName): Dataset<Target> {
  return datasetOf<Target>(readTable(name));
}

/** A row whose position leaves 3 when divided by 4 is for testing, as in python/datasets.py. */
export function splitDataset<Target extends Labels = Float64Array>(
  name: DatasetName,
): { train: Dataset<Target>; test: Dataset<Target> } {
  const table = readTable(name);
  const rows = Int32Array.from({ length: table.length }, (_, row) => row);
  return {
    train: datasetOf<Target>(
      takeRows(
        table,
        rows.filter((row) => row % 4 !== 3),
      ),
    ),
    test: datasetOf<Target>(
      takeRows(
        table,
        rows.filter((row) => row % 4 === 3),
      ),
    ),
  };
}

/** Rows without a missing value, as pandas' dropna leaves them. */
export function complete<Target extends Labels>({ X, y }: Dataset<Target>): Dataset<Target> {
  const isWhole = (row: number) =>
    X.data.subarray(row * X.columns, (row + 1) * X.columns).every((value) => !Number.isNaN(value));
  const rows = Array.from({ length: X.rows }, (_, row) => row).filter(isWhole);
  const labels = rows.map((row) => y[row]!);
  const target = typeof labels[0] === 'string' ? labels : Float64Array.from(labels as number[]);
  return { X: denseRows(X, rows), y: target as Target };
}

function datasetOf<Target extends Labels>({ length, columns }: Table): Dataset<Target> {
  const { target, ...features } = columns;
  const numbers = Object.entries(features).filter(([, { kind }]) => kind === 'number');
  const y =
    target!.kind === 'number'
      ? target!.values
      : Array.from(
          (target as Extract<Column, { kind: 'category' }>).codes,
          (code) => (target as Extract<Column, { kind: 'category' }>).categories[code]!,
        );
  return { X: toDense({ length, columns: Object.fromEntries(numbers) }), y: y as Target };
}

function columnOf(fields: readonly string[]): Column {
  const values = Float64Array.from(fields, (field) => (field === '' ? Number.NaN : Number(field)));
  if (fields.every((field, row) => field === '' || !Number.isNaN(values[row]!)))
    return { kind: 'number', values };
  const categories = [...new Set(fields)].filter((field) => field !== '').sort();
  return {
    kind: 'category',
    codes: Int32Array.from(fields, (field) => categories.indexOf(field)),
    categories,
  };
}
