import { checkWidth } from '../checkData.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import { type Features, isSparse, type Sparse } from '../matrix.ts';
import { type Analyzer, type AnalyzerOptions, analyzerOf, checkTexts } from './analyzer.ts';
import { SparseRows, toSparse } from './sparseRows.ts';

/** What has texts for its rows and gives a sparse matrix of their terms. */
export interface FittedVectorizer extends Model {
  transform(texts: readonly string[]): Sparse;
}

/** How often each term of a vocabulary is in a text. */
export class FittedCountVectorizer implements FittedVectorizer {
  readonly kind = 'count-vectorizer';
  /** Terms in the order of the columns. */
  readonly vocabulary: readonly string[];
  private readonly binary: boolean;
  private readonly options: Required<AnalyzerOptions>;
  private readonly analyze: Analyzer;
  private readonly places: ReadonlyMap<string, number>;

  constructor(vocabulary: readonly string[], binary: boolean, options: Required<AnalyzerOptions>) {
    this.vocabulary = vocabulary;
    this.binary = binary;
    this.options = options;
    this.analyze = analyzerOf(options);
    this.places = new Map(vocabulary.map((term, place) => [term, place]));
  }

  transform(texts: readonly string[]): Sparse {
    checkTexts(texts);
    const rows = new SparseRows(this.vocabulary.length);
    const counts = new Int32Array(this.vocabulary.length);
    for (const text of texts) {
      const found: number[] = [];
      for (const term of this.analyze(text)) {
        const place = this.places.get(term);
        if (place !== undefined && counts[place]!++ === 0) found.push(place);
      }
      for (const place of Int32Array.from(found).sort()) {
        rows.add(place, this.binary ? 1 : counts[place]!);
        counts[place] = 0;
      }
      rows.endRow();
    }
    return rows.matrix();
  }

  /** The terms of each row, in the order of the columns. */
  inverseTransform(X: Features): string[][] {
    const { rows, columns, indptr, indices, values } = isSparse(X) ? X : toSparse(X);
    checkWidth({ columns }, this.vocabulary.length);
    return Array.from({ length: rows }, (_, row) => {
      const terms: string[] = [];
      for (let place = indptr[row]!; place < indptr[row + 1]!; place++)
        if (values[place] !== 0) terms.push(this.vocabulary[indices[place]!]!);
      return terms;
    });
  }

  featureNames(): string[] {
    return [...this.vocabulary];
  }

  toJSON(): ModelDocument {
    const { kind, vocabulary, binary, options } = this;
    return { kind, vocabulary, binary, options };
  }

  static fromJSON({ vocabulary, binary, options }: ModelDocument): FittedCountVectorizer {
    return new FittedCountVectorizer(
      vocabulary as string[],
      binary as boolean,
      options as Required<AnalyzerOptions>,
    );
  }
}
