import { type Fault, InvalidInput } from './errors.ts';
import { type PlacedMessage, placedMessages, sentenceOf, show } from './issues.ts';
import { type ModelSpec, specSchema } from './spec.ts';
import { readDocument } from './specDocument.ts';

/**
 * Reads a spec from its YAML text. Every fault is found at once, each with `file:line` and the fix.
 *
 * @throws InvalidInput with `details.faults`
 */
export function parseSpec(text: string, file: string): ModelSpec {
  const { value, lineOf } = readDocument(text, file);
  if (value === null || value === undefined)
    throw refused([
      {
        at: `${file}:1`,
        message:
          'the spec is empty: give at least name, task, data, target and train, or let `millrace init` write it',
      },
    ]);
  if (typeof value !== 'object' || Array.isArray(value))
    throw refused([
      {
        at: lineOf([]),
        message: `the spec must be a mapping of keys such as name and task, not ${show(value)}`,
      },
    ]);
  const parsed = specSchema.safeParse(value, { error: sentenceOf, reportInput: true });
  if (parsed.success) return parsed.data;
  throw refused(
    placedMessages(parsed.error.issues).map(({ path, message }: PlacedMessage) => ({
      at: lineOf(path),
      message: `${dotted(path)}: ${message}`,
    })),
  );
}

function refused(faults: readonly Fault[]): InvalidInput {
  return InvalidInput.fromFaults('the spec is not valid', faults);
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}
