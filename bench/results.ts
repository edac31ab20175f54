import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = 'bench/RESULTS.md';
const title = '# Results\n\nEach section is written by its command; run it again to renew it.\n';

/** Puts a section of bench/RESULTS.md in the place of its former one. @param name part of the command: `bench:<name>` */
export function writeSection(name: string, markdown: string): void {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const section = `${start}\n${markdown.trim()}\n${end}`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : title;
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  const renewed =
    from === -1
      ? `${text.trimEnd()}\n\n${section}\n`
      : text.slice(0, from) + section + text.slice(to + end.length);
  writeFileSync(file, renewed);
}

/** A table of Markdown; the first column is text, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}
