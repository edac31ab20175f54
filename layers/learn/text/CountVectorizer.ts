import { InvalidInput } from '../errors.ts';
import { anyOf, between, type Check, checkParameters, count, flag, orNull } from '../parameters.ts';
import {
  type AnalyzerOptions,
  analyzerOf,
  analyzerOptions,
  analyzerParameters,
  checkTexts,
} from './analyzer.ts';
import { byCodePoint } from './byCodePoint.ts';
import { FittedCountVectorizer } from './FittedCountVectorizer.ts';

export interface CountVectorizerOptions extends AnalyzerOptions {
  /** Leaves out terms of fewer texts than these; below 1 it is a share of the texts. @default 1 */
  readonly minDf?: number;
  /** Leaves out terms of more texts than these; up to 1 it is a share of the texts. @default 1 */
  readonly maxDf?: number;
  /** The most frequent terms that are kept at most; null for all. @default null */
  readonly maxFeatures?: number | null;
  /** 1 instead of how often. @default false */
  readonly binary?: boolean;
  /** The terms to look for; null for those of the texts. @default null */
  readonly vocabulary?: readonly string[] | null;
}

const terms: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((term) => typeof term === 'string')
    ? undefined
    : 'must be a list of terms';

export const vocabularyParameters = {
  minDf: anyOf(count, between(0, 1, 'high')),
  maxDf: anyOf(count, between(0, 1)),
  maxFeatures: orNull(count),
  binary: flag,
  vocabulary: orNull(terms),
};

export function countOptions({
  minDf = 1,
  maxDf = 1,
  maxFeatures = null,
  binary = false,
  vocabulary = null,
  ...analyzer
}: CountVectorizerOptions): Required<CountVectorizerOptions> {
  return { minDf, maxDf, maxFeatures, binary, vocabulary, ...analyzerOptions(analyzer) };
}

/**
 * Counts the terms of texts, as a sparse matrix: a row for each text, a column for each term, in the order of code points.
 *
 * @example new CountVectorizer().fit(['to be or not to be']).featureNames() // ['be', 'not', 'or', 'to']
 */
export class CountVectorizer {
  static readonly parameters = { ...analyzerParameters, ...vocabularyParameters };
  readonly kind = 'count-vectorizer';
  readonly type = 'transformer';
  readonly params: Required<CountVectorizerOptions>;

  constructor(options: CountVectorizerOptions = {}) {
    this.params = countOptions(options);
  }

  /** @throws InvalidInput when no term is left, or the vocabulary has one twice */
  fit(texts: readonly string[]): FittedCountVectorizer {
    checkParameters(this.kind, this.params, CountVectorizer.parameters);
    return new FittedCountVectorizer(
      learnVocabulary(texts, this.params),
      this.params.binary,
      analyzerOptions(this.params),
    );
  }
}

/** Terms and how often they are there. */
interface Tally {
  total: number;
  texts: number;
  /** The last text that had it. */
  last: number;
}

/** @throws InvalidInput when no term is left, or that given has one twice */
export function learnVocabulary(
  texts: readonly string[],
  options: Required<CountVectorizerOptions>,
): readonly string[] {
  checkTexts(texts);
  const { vocabulary, minDf, maxDf, maxFeatures } = options;
  if (vocabulary) {
    const twice = vocabulary.find((term, place) => vocabulary.indexOf(term) !== place);
    if (twice === undefined) return vocabulary;
    throw new InvalidInput(`vocabulary has ${JSON.stringify(twice)} twice: name each term once`);
  }
  if (texts.length === 0) throw new InvalidInput('there are no rows to fit');
  const analyze = analyzerOf(analyzerOptions(options));
  const tallies = new Map<string, Tally>();
  for (const [row, text] of texts.entries()) {
    for (const term of analyze(text)) {
      const tally = tallies.get(term);
      if (!tally) {
        tallies.set(term, { total: 1, texts: 1, last: row });
        continue;
      }
      tally.total++;
      if (tally.last === row) continue;
      tally.texts++;
      tally.last = row;
    }
  }
  if (tallies.size === 0)
    throw new InvalidInput('the texts have no terms: look at them, at tokenPattern and at stopWords');
  const least = minDf < 1 ? minDf * texts.length : minDf;
  const most = maxDf <= 1 ? maxDf * texts.length : maxDf;
  if (most < least)
    throw new InvalidInput(
      `maxDf is ${maxDf} and minDf ${minDf}, which no term of ${texts.length} texts can be between`,
    );
  const kept = [...tallies].filter(([, { texts: inTexts }]) => least <= inTexts && inTexts <= most);
  kept.sort(([a], [b]) => byCodePoint(a, b));
  const chosen =
    maxFeatures === null || kept.length <= maxFeatures
      ? kept
      : kept
          .toSorted(([, a], [, b]) => b.total - a.total)
          .slice(0, maxFeatures)
          .sort(([a], [b]) => byCodePoint(a, b));
  if (chosen.length === 0)
    throw new InvalidInput(`none of ${tallies.size} terms is left: lower minDf, or raise maxDf`);
  return chosen.map(([term]) => term);
}
