import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Cells = Readonly<Record<string, string | number | null>>;

/** Rows of a file of the suite's models; a cell that reads as a number is one. */
export function readRows(file: string): Cells[] {
  const lines = readFileSync(join(import.meta.dirname, 'models', file), 'utf8')
    .trimEnd()
    .split('\n');
  if (file.endsWith('.ndjson')) return lines.map((line) => JSON.parse(line) as Cells);
  const [header = '', ...rows] = lines;
  const names = header.split(',');
  return rows.map((row) =>
    Object.fromEntries(
      row
        .split(',')
        .map((cell, column) => [names[column]!, Number.isNaN(Number(cell)) ? cell : Number(cell)]),
    ),
  );
}

/** The row with these columns alone. */
export function only(row: Cells, ...columns: string[]): Cells {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

export const flatColumns = ['area', 'rooms', 'district'] as const;
export const visitorColumns = ['visits', 'minutes', 'channel'] as const;
