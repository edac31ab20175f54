import { between, type Check, checkParameters, flag, oneOf, orNull } from '../parameters.ts';
import { type AnalyzerOptions, analyzerOptions, analyzerParameters, checkTexts } from './analyzer.ts';
import { FittedHashingVectorizer, type Hashing } from './FittedHashingVectorizer.ts';

export type HashingVectorizerOptions = AnalyzerOptions & {
  /** @default 2 ** 20 */
  readonly nFeatures?: number;
  /** What each row's length is made 1 by; null for none. @default 'l2' */
  readonly norm?: Hashing['norm'];
  /** Half of the terms count negatively, so that those of the same hash tend to cancel out. @default true */
  readonly alternateSign?: boolean;
  /** 1 instead of how often. @default false */
  readonly binary?: boolean;
};

const width: Check = (value) =>
  Number.isInteger(value) && between(1, 2 ** 31 - 1)(value) === undefined
    ? undefined
    : 'must be a whole number from 1 to 2147483647';

/**
 * Counts the terms of texts by their hashes, so that there is no vocabulary to learn or to keep.
 *
 * @example new HashingVectorizer({ nFeatures: 1024 }).fit().transform(['to be or not to be'])
 */
export class HashingVectorizer {
  static readonly parameters = {
    ...analyzerParameters,
    nFeatures: width,
    norm: orNull(oneOf('l1', 'l2')),
    alternateSign: flag,
    binary: flag,
  };
  readonly kind = 'hashing-vectorizer';
  readonly type = 'transformer';
  readonly params: Required<HashingVectorizerOptions>;

  constructor({
    nFeatures = 2 ** 20,
    norm = 'l2',
    alternateSign = true,
    binary = false,
    ...analyzer
  }: HashingVectorizerOptions = {}) {
    this.params = { nFeatures, norm, alternateSign, binary, ...analyzerOptions(analyzer) };
  }

  /** Learns nothing of the texts. */
  fit(texts: readonly string[] = []): FittedHashingVectorizer {
    checkParameters(this.kind, this.params, HashingVectorizer.parameters);
    checkTexts(texts);
    const { nFeatures, norm, alternateSign, binary } = this.params;
    return new FittedHashingVectorizer(
      { nFeatures, norm, alternateSign, binary },
      analyzerOptions(this.params),
    );
  }
}
