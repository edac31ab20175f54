import type { ModelDocument } from '../estimator.ts';
import type { Sparse } from '../matrix.ts';
import { type Analyzer, type AnalyzerOptions, analyzerOf, checkTexts } from './analyzer.ts';
import type { FittedVectorizer } from './FittedCountVectorizer.ts';
import { murmurHash3 } from './murmurHash3.ts';
import { type Norm, normalizeRows, SparseRows } from './sparseRows.ts';

export interface Hashing {
  readonly nFeatures: number;
  readonly norm: Norm | null;
  readonly alternateSign: boolean;
  readonly binary: boolean;
}

/** How often the terms of each hash are in a text. It knows no terms, so that columns have no names. */
export class FittedHashingVectorizer implements FittedVectorizer {
  readonly kind = 'hashing-vectorizer';
  private readonly hashing: Hashing;
  private readonly options: Required<AnalyzerOptions>;
  private readonly analyze: Analyzer;

  constructor(hashing: Hashing, options: Required<AnalyzerOptions>) {
    this.hashing = hashing;
    this.options = options;
    this.analyze = analyzerOf(options);
  }

  transform(texts: readonly string[]): Sparse {
    checkTexts(texts);
    const { nFeatures, norm, alternateSign, binary } = this.hashing;
    const rows = new SparseRows(nFeatures);
    const sums = new Map<number, number>();
    for (const text of texts) {
      sums.clear();
      for (const term of this.analyze(text)) {
        const hash = murmurHash3(term);
        const column = columnOf(hash, nFeatures);
        sums.set(column, (sums.get(column) ?? 0) + (alternateSign && hash < 0 ? -1 : 1));
      }
      for (const column of Int32Array.from(sums.keys()).sort())
        rows.add(column, binary ? 1 : sums.get(column)!);
      rows.endRow();
    }
    const matrix = rows.matrix();
    if (norm) normalizeRows(matrix, norm);
    return matrix;
  }

  toJSON(): ModelDocument {
    const { kind, hashing, options } = this;
    return { kind, hashing, options };
  }

  static fromJSON({ hashing, options }: ModelDocument): FittedHashingVectorizer {
    return new FittedHashingVectorizer(hashing as Hashing, options as Required<AnalyzerOptions>);
  }
}

/** As scikit-learn's: the smallest number of 32 bits has no absolute value in them. */
function columnOf(hash: number, nFeatures: number): number {
  return hash === -(2 ** 31) ? (2 ** 31 - 1 - (nFeatures - 1)) % nFeatures : Math.abs(hash) % nFeatures;
}
