const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const missingMark = /^\s*(n\.?\/?a\.?|nan|none|nil|null|missing|unknown|\?|-+|\.+)?\s*$/i;

/** Why texts stand where numbers should, by the first that matches. */
const remedies: readonly (readonly [text: RegExp, remedy: string])[] = [
  [missingMark, 'leave missing values empty'],
  [/^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/, 'make a number of the date, such as its year or its age in days'],
  [/^\s*[+-]?[\d.]*\d,\d+\s*$/, 'write decimals with a point'],
  [/^\s*[€$£¥]?\s*[\d.,]+\s*([€$£¥%]|[a-z]+\d?)?\s*$/i, 'write the number alone, without its unit'],
];

/** True of a text that is a decimal number. */
export function isDecimal(text: string): boolean {
  return decimal.test(text);
}

/** A text among these that is no number, and what to do about it. */
export function notNumber(
  texts: Iterable<string | number>,
  otherwise: string,
): { readonly text: string; readonly remedy: string } {
  const wrong = [...texts]
    .map(String)
    .filter((text) => !isDecimal(text))
    .sort();
  const text = wrong.find((one) => !missingMark.test(one)) ?? wrong[0] ?? '';
  return { text, remedy: remedies.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise };
}

/** The mark of missing values in texts that are numbers but for it, such as `NA`. */
export function markAmongNumbers(texts: Iterable<string | number>): string | undefined {
  const all = [...texts].map(String);
  const marks = all.filter((text) => !isDecimal(text));
  if (marks.length === 0 || marks.length === all.length) return undefined;
  return marks.every((text) => missingMark.test(text)) ? marks[0] : undefined;
}
