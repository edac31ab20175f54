import { stemmer } from 'stemmer';
import { InvalidInput } from '../errors.ts';
import { type Check, flag, oneOf, orNull } from '../parameters.ts';
import { englishStopWords } from './englishStopWords.ts';
import { type AccentStripping, stripAccents } from './stripAccents.ts';

/** How a text becomes terms. */
export interface AnalyzerOptions {
  /** @default true */
  readonly lowercase?: boolean;
  /** @default null */
  readonly stripAccents?: AccentStripping | null;
  /** Terms are words, or sequences of characters, of the whole text or within its words. @default 'word' */
  readonly analyzer?: 'word' | 'char' | 'char_wb';
  /** The smallest and the largest number of words, or characters, that make a term. @default [1, 1] */
  readonly ngramRange?: readonly [number, number];
  /** Words that are left out: a list, or 'english' for the usual ones. @default null */
  readonly stopWords?: 'english' | readonly string[] | null;
  /** What a word is, as a regular expression; with a group in it, the group. @default two letters, digits or underscores or more, of any script, as scikit-learn's */
  readonly tokenPattern?: string;
  /** Cuts English words down to their stems (Porter, 1980), after stop words went; scikit-learn leaves that to others. @default false */
  readonly stemming?: boolean;
}

const range: Check = (value) =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(Number.isInteger) &&
  1 <= value[0] &&
  value[0] <= value[1]
    ? undefined
    : 'must be two whole numbers above 0, the smaller first';
const words: Check = (value) =>
  value === 'english' || (Array.isArray(value) && value.every((word) => typeof word === 'string'))
    ? undefined
    : "must be 'english' or a list of words";
const pattern: Check = (value) => {
  try {
    return typeof value === 'string' && new RegExp(value, 'gu')
      ? undefined
      : 'must be a regular expression as text';
  } catch {
    return 'must be a regular expression';
  }
};

export const analyzerParameters = {
  lowercase: flag,
  stripAccents: orNull(oneOf('unicode', 'ascii')),
  analyzer: oneOf('word', 'char', 'char_wb'),
  ngramRange: range,
  stopWords: orNull(words),
  tokenPattern: pattern,
  stemming: flag,
};

/** Those of the options that are for the analyzer, with their defaults. */
export function analyzerOptions({
  lowercase = true,
  stripAccents = null,
  analyzer = 'word',
  ngramRange = [1, 1],
  stopWords = null,
  tokenPattern = '[\\p{L}\\p{N}_]{2,}',
  stemming = false,
}: AnalyzerOptions): Required<AnalyzerOptions> {
  return { lowercase, stripAccents, analyzer, ngramRange, stopWords, tokenPattern, stemming };
}

export type Analyzer = (text: string) => string[];

/** Makes terms of a text, in the order in which they appear; as often as they do. */
export function analyzerOf(options: Required<AnalyzerOptions>): Analyzer {
  const { lowercase, stripAccents: accents, analyzer, ngramRange } = options;
  const prepare = (text: string) => {
    const cased = lowercase ? text.toLowerCase() : text;
    return accents ? stripAccents(cased, accents) : cased;
  };
  if (analyzer === 'word') {
    const tokenize = tokenizerOf(options);
    const [least, most] = ngramRange;
    return most === 1
      ? (text) => tokenize(prepare(text))
      : (text) => sequences(tokenize(prepare(text)), least, most, ' ');
  }
  const split = analyzer === 'char' ? charactersOf : charactersWithin;
  return (text) => split(prepare(text), ...ngramRange);
}

/** Words, without stop words, cut to their stems where that is asked. */
function tokenizerOf({ tokenPattern, stopWords, stemming }: Required<AnalyzerOptions>): Analyzer {
  const expression = new RegExp(tokenPattern, 'gu');
  const hasGroup = new RegExp(`${tokenPattern}|`, 'u').exec('')!.length > 1;
  const stops = stopWords === 'english' ? englishStopWords : new Set(stopWords);
  const stem = stemming ? remembered(stemmer) : undefined;
  return (text) => {
    let tokens: string[] = hasGroup
      ? Array.from(text.matchAll(expression), (match) => match[1] ?? '')
      : (text.match(expression) ?? []);
    if (stops.size > 0) tokens = tokens.filter((token) => !stops.has(token));
    return stem ? tokens.map(stem) : tokens;
  };
}

/** Words come again and again. */
function remembered(work: (word: string) => string): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    let result = known.get(word);
    if (result === undefined) {
      result = work(word);
      if (known.size >= 100_000) known.clear();
      known.set(word, result);
    }
    return result;
  };
}

/** All sequences of the parts, from the shortest to the longest. */
function sequences(parts: readonly string[], least: number, most: number, joint: string): string[] {
  const terms: string[] = [];
  for (let length = least; length <= Math.min(most, parts.length); length++) {
    for (let start = 0; start + length <= parts.length; start++)
      terms.push(parts.slice(start, start + length).join(joint));
  }
  return terms;
}

function charactersOf(text: string, least: number, most: number): string[] {
  return sequences(Array.from(text.replace(/\s\s+/g, ' ')), least, most, '');
}

/** Of each word with a space on both sides; one that is shorter than a sequence counts once, whole. */
function charactersWithin(text: string, least: number, most: number): string[] {
  const terms: string[] = [];
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    const characters = Array.from(` ${word} `);
    for (let length = least; length <= most; length++) {
      terms.push(
        ...(characters.length > length ? sequences(characters, length, length, '') : [characters.join('')]),
      );
      if (characters.length <= length) break;
    }
  }
  return terms;
}

/** @throws InvalidInput naming the first that is no text */
export function checkTexts(texts: readonly string[]): void {
  if (!Array.isArray(texts)) throw new InvalidInput('texts must be a list of texts, one for each row');
  const row = texts.findIndex((text) => typeof text !== 'string');
  if (row === -1) return;
  throw new InvalidInput(
    `the text of row ${row} is ${JSON.stringify(texts[row]) ?? String(texts[row])}: give a text, an empty one for what is missing`,
  );
}
