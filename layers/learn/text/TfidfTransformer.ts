import { checkSize } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag, oneOf, orNull } from '../parameters.ts';
import { FittedTfidfTransformer } from './FittedTfidfTransformer.ts';
import { type Norm, toSparse } from './sparseRows.ts';

export interface TfidfOptions {
  /** What each row's length is made 1 by; null for none. @default 'l2' */
  readonly norm?: Norm | null;
  /** @default true */
  readonly useIdf?: boolean;
  /** As if one more text had every term. @default true */
  readonly smoothIdf?: boolean;
  /** Takes 1 + ln(count) for the count. @default false */
  readonly sublinearTf?: boolean;
}

export const tfidfParameters = {
  norm: orNull(oneOf('l1', 'l2')),
  useIdf: flag,
  smoothIdf: flag,
  sublinearTf: flag,
};

export function tfidfOptions({
  norm = 'l2',
  useIdf = true,
  smoothIdf = true,
  sublinearTf = false,
}: TfidfOptions): Required<TfidfOptions> {
  return { norm, useIdf, smoothIdf, sublinearTf };
}

/**
 * Weights counts of terms by the inverse share of texts that have them (Spärck Jones, 1972): idf = ln(texts / texts with it) + 1.
 *
 * @example new TfidfTransformer().fit(counts).transform(counts)
 */
export class TfidfTransformer {
  static readonly parameters = tfidfParameters;
  readonly kind = 'tfidf-transformer';
  readonly type = 'transformer';
  readonly params: Required<TfidfOptions>;

  constructor(options: TfidfOptions = {}) {
    this.params = tfidfOptions(options);
  }

  fit(counts: Features): FittedTfidfTransformer {
    checkParameters(this.kind, this.params, TfidfTransformer.parameters);
    const X = toSparse(counts);
    checkSize(X);
    const { useIdf, smoothIdf, norm, sublinearTf } = this.params;
    const weighting = { norm, sublinearTf };
    if (!useIdf) return new FittedTfidfTransformer(X.columns, null, weighting);
    const texts = new Float64Array(X.columns);
    for (let place = 0; place < X.values.length; place++)
      if (X.values[place] !== 0) texts[X.indices[place]!]! += 1;
    const unseen = texts.indexOf(0);
    if (!smoothIdf && unseen !== -1)
      throw new InvalidInput(
        `feature ${unseen} is in no text, which has no idf: leave it out, or use smoothIdf`,
      );
    const more = Number(smoothIdf);
    const idf = texts.map((inTexts) => Math.log((X.rows + more) / (inTexts + more)) + 1);
    return new FittedTfidfTransformer(X.columns, idf, weighting);
  }
}
