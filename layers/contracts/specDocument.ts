import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { type Fault, InvalidInput } from './errors.ts';

/** A spec's YAML text, read but not yet checked. */
export interface SpecDocument {
  readonly value: unknown;
  /** `file:line` of a path, or of the nearest thing above it that is there. */
  lineOf(path: readonly PropertyKey[]): string;
}

/** What to do about faults of YAML itself, by the library's codes; its own sentences say the rest. */
const remedies: Readonly<Record<string, (line: string, message: string) => string>> = {
  DUPLICATE_KEY: (line) =>
    `the key ${JSON.stringify(line.trim().split(':')[0])} is there twice: remove one of them`,
  TAB_AS_INDENT: () => 'a tab indents this line: YAML takes spaces alone',
  BAD_INDENT: (line, message) =>
    /^Flow/.test(message)
      ? 'a { or [ above this line is not closed: close it'
      : `the line (${line.trim().slice(0, 40)}) does not stand below the ones it belongs to: indent it like them`,
  MULTIPLE_DOCS: () => 'there is a second document after ---: a file holds one spec',
  BAD_ALIAS: () => 'a text that begins with * is an alias in YAML: put it in quotes',
  TAG_RESOLVE_FAILED: () => 'a text that begins with ! is a tag in YAML: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: (line) => `${line.trim().slice(0, 40)}: a text with ": " in it needs quotes`,
  BAD_SCALAR_START: (line) => `${line.trim().slice(0, 40)}: a text that begins so needs quotes`,
};

/** @throws InvalidInput with a fault for each line that is not YAML */
export function readDocument(text: string, file: string): SpecDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const faults = new Map<number, Fault>();
  const add = (offset: number, code: string, message: string) => {
    const line = lineAt(offset);
    // One slip often makes a row of complaints; the first one of a line says it.
    if (faults.has(line)) return;
    const remedy = remedies[code]?.(text.split('\n')[line - 1] ?? '', message);
    faults.set(line, { at: `${file}:${line}`, message: remedy ?? sentence(message) });
  };
  for (const { pos, code, message } of [...document.errors, ...document.warnings] as YAMLError[])
    add(pos[0], code, message);
  visit(document, {
    Alias: (_, node) => {
      if (!node.resolve(document)) add(node.range![0], 'BAD_ALIAS', '');
    },
  });
  if (faults.size > 0) throw InvalidInput.fromFaults('the spec is not valid YAML', [...faults.values()]);
  return {
    value: document.toJS(),
    lineOf: (path) => `${file}:${lineAt(offsetOf(document, path))}`,
  };
}

/** Where a path begins: at its key, or at its item of a list. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return offset;
      offset = (pair.key as { range?: [number, number, number] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function sentence(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}: mend the YAML here`;
}
