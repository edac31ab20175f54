import type { ModelDocument } from '../estimator.ts';
import type { Features, Sparse } from '../matrix.ts';
import { FittedCountVectorizer, type FittedVectorizer } from './FittedCountVectorizer.ts';
import { FittedTfidfTransformer } from './FittedTfidfTransformer.ts';

/** Counts of the terms of texts, weighted by how rare the terms are. */
export class FittedTfidfVectorizer implements FittedVectorizer {
  readonly kind = 'tfidf-vectorizer';
  private readonly counter: FittedCountVectorizer;
  private readonly weighter: FittedTfidfTransformer;

  constructor(counter: FittedCountVectorizer, weighter: FittedTfidfTransformer) {
    this.counter = counter;
    this.weighter = weighter;
  }

  /** Terms in the order of the columns. */
  get vocabulary(): readonly string[] {
    return this.counter.vocabulary;
  }

  /** Null without `useIdf`. */
  get idf(): Float64Array | null {
    return this.weighter.idf;
  }

  transform(texts: readonly string[]): Sparse {
    return this.weighter.transform(this.counter.transform(texts));
  }

  /** The terms of each row, in the order of the columns. */
  inverseTransform(X: Features): string[][] {
    return this.counter.inverseTransform(X);
  }

  featureNames(): string[] {
    return this.counter.featureNames();
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, counter: this.counter.toJSON(), weighter: this.weighter.toJSON() };
  }

  static fromJSON({ counter, weighter }: ModelDocument): FittedTfidfVectorizer {
    return new FittedTfidfVectorizer(
      FittedCountVectorizer.fromJSON(counter as ModelDocument),
      FittedTfidfTransformer.fromJSON(weighter as ModelDocument),
    );
  }
}
