import { checkParameters } from '../parameters.ts';
import { analyzerOptions } from './analyzer.ts';
import {
  CountVectorizer,
  type CountVectorizerOptions,
  countOptions,
  learnVocabulary,
} from './CountVectorizer.ts';
import { FittedCountVectorizer } from './FittedCountVectorizer.ts';
import { FittedTfidfVectorizer } from './FittedTfidfVectorizer.ts';
import { type TfidfOptions, TfidfTransformer, tfidfOptions, tfidfParameters } from './TfidfTransformer.ts';

export type TfidfVectorizerOptions = CountVectorizerOptions & TfidfOptions;

/**
 * Counts the terms of texts and weights them by how rare they are: CountVectorizer, then TfidfTransformer.
 *
 * @example new TfidfVectorizer({ stopWords: 'english' }).fit(texts).transform(texts)
 */
export class TfidfVectorizer {
  static readonly parameters = { ...CountVectorizer.parameters, ...tfidfParameters };
  readonly kind = 'tfidf-vectorizer';
  readonly type = 'transformer';
  readonly params: Required<TfidfVectorizerOptions>;

  constructor(options: TfidfVectorizerOptions = {}) {
    this.params = { ...countOptions(options), ...tfidfOptions(options) };
  }

  fit(texts: readonly string[]): FittedTfidfVectorizer {
    checkParameters(this.kind, this.params, TfidfVectorizer.parameters);
    const counter = new FittedCountVectorizer(
      learnVocabulary(texts, this.params),
      this.params.binary,
      analyzerOptions(this.params),
    );
    const weighter = new TfidfTransformer(tfidfOptions(this.params)).fit(counter.transform(texts));
    return new FittedTfidfVectorizer(counter, weighter);
  }
}
