import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Fault, InvalidInput } from './errors.ts';
import { type ModelSpec, specSchema } from './spec.ts';

/**
 * Reads a spec from its YAML text. Every fault is found at once, each with `file:line` and the fix.
 *
 * @throws InvalidInput with `details.faults`
 */
export function parseSpec(text: string, file: string): ModelSpec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({ at: place(error.pos[0]), message: error.message }));
    throw InvalidInput.fromFaults('the spec is not valid YAML', faults);
  }
  const parsed = specSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;

  const lineOf = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return place(node.range[0]);
    }
    return `${file}:1`;
  };
  throw InvalidInput.fromFaults('the spec is not valid', faultsOf(parsed.error.issues, lineOf));
}

type Issue = z.core.$ZodIssue;

function faultsOf(issues: readonly Issue[], lineOf: (path: readonly PropertyKey[]) => string): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        at: lineOf([...issue.path, key]),
        message: `unknown key ${JSON.stringify(dotted([...issue.path, key]))}: remove it, or see models/model.schema.json for the keys there are`,
      }));
    }
    return [{ at: lineOf(issue.path), message: `${dotted(issue.path) || 'spec'}: ${explain(issue)}` }];
  });
}

/** A union's own message says nothing; the issue that went deepest in one of its branches does. */
function explain(issue: Issue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const deepest = issue.errors
    .flat()
    .toSorted((a, b) => b.path.length - a.path.length)
    .find((one) => one.code !== 'invalid_type' || one.path.length > 0);
  const every = issue.errors.flat().map((one) => one.message);
  return deepest ? `${dotted(deepest.path)} ${deepest.message}`.trim() : [...new Set(every)].join('; or ');
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}
