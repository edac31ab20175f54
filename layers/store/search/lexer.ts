import { InvalidInput } from '../../contracts/errors.ts';

export interface Token {
  readonly type: 'word' | 'text' | 'number' | 'operator' | 'open' | 'close' | 'comma' | 'end';
  /** As it is written; of a text what its quotes hold. */
  readonly value: string;
  /** Position in the filter. */
  readonly at: number;
}

/** In order: the first that fits at a position is the token there. */
const patterns: readonly (readonly [Token['type'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  // A key may be quoted after its dot: metrics."mean squared", tags.`mlflow.user`.
  ['word', /(?:`[^`]+`|[A-Za-z_][\w-]*)(?:\s*\.\s*(?:`[^`]*`|"[^"]*"|[^\s()<>=!,'"`]+))?/y],
  ['text', /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"/y],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['operator', />=|<=|!=|<>|=|<|>/y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
];

/** @throws InvalidInput at the first character that begins no token */
export function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < filter.length) {
    const found = tokenAt(filter, at);
    if (!found) {
      throw new InvalidInput(
        `Invalid filter: ${JSON.stringify(filter.slice(at, at + 20))} at character ${at + 1} is neither a name, a quoted text, a number nor a comparison`,
      );
    }
    if (found.type !== 'space') tokens.push({ type: found.type, value: found.value, at });
    at += found.length;
  }
  return [...tokens, { type: 'end', value: '', at }];
}

function tokenAt(filter: string, at: number) {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(filter)?.[0];
    if (text === undefined) continue;
    return { type, value: type === 'text' ? unquote(text) : text, length: text.length };
  }
  return undefined;
}

/** Removes the quotes around a text; within single quotes two stand for one, as in SQL. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith("'") ? inner.replaceAll("''", "'") : inner;
}
