import { stripVTControlCharacters } from 'node:util';

export interface GridColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * Rows under aligned titles. Widths ignore colours; the last column is never padded, so that
 * nothing trails.
 */
export function grid(
  columns: readonly GridColumn[],
  rows: readonly (readonly string[])[],
  heading: (text: string) => string = (text) => text,
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(width(title), ...rows.map((row) => width(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        const room = ' '.repeat(widths[index]! - width(cell));
        if (align === 'right') return room + cell;
        return index === columns.length - 1 ? cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  const titles = columns.some(({ title }) => title !== '')
    ? [heading(line(columns.map(({ title }) => title)))]
    : [];
  return [...titles, ...rows.map(line)].join('\n');
}

/** Pairs of a name and a value, the values below each other. */
export function facts(
  pairs: readonly (readonly [string, string])[],
  paint: (text: string) => string = (text) => text,
): string {
  return grid(
    [{ title: '' }, { title: '' }],
    pairs.map(([name, value]) => [paint(name), value]),
  );
}

/** Moves every line to the right. */
export function indent(text: string, by = 2): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}
