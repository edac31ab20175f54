/** How accents go: those of all scripts, or with all that is not ASCII. */
export type AccentStripping = keyof typeof strippers;

const strippers = {
  unicode: (text: string) => {
    const decomposed = text.normalize('NFKD');
    return decomposed === text && !/\p{M}/u.test(text)
      ? text
      : Array.from(decomposed, (character) => (isCombining(character) ? '' : character)).join('');
  },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
  ascii: (text: string) => text.normalize('NFKD').replace(/[^\x00-\x7f]/g, ''),
};

export function stripAccents(text: string, how: AccentStripping): string {
  return strippers[how](text);
}

const combining = new Map<string, boolean>();

/**
 * Whether its combining class is not 0. JavaScript does not tell the class, but normalization shows it: it sorts neighbouring
 * marks by it, and never moves one of class 0. The tilde overlay's is the lowest, 1, the ypogegrammeni's the highest, 240.
 */
function isCombining(character: string): boolean {
  if (character < '\u0300') return false;
  let known = combining.get(character);
  if (known === undefined) {
    known = [`${character}\u0334`, `\u0345${character}`].some((pair) => pair.normalize('NFD') !== pair);
    combining.set(character, known);
  }
  return known;
}
