import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import type { Features, Sparse } from '../matrix.ts';
import { listOf } from '../preprocessing/columnNumbers.ts';
import { type Norm, normalizeRows, toSparse } from './sparseRows.ts';

export interface Weighting {
  readonly norm: Norm | null;
  readonly sublinearTf: boolean;
}

/** Counts of terms, weighted by how rare the terms are. */
export class FittedTfidfTransformer implements Model {
  readonly kind = 'tfidf-transformer';
  readonly width: number;
  /** Null without `useIdf`. */
  readonly idf: Float64Array | null;
  private readonly weighting: Weighting;

  constructor(width: number, idf: Float64Array | null, weighting: Weighting) {
    this.width = width;
    this.idf = idf;
    this.weighting = weighting;
  }

  transform(counts: Features): Sparse {
    const X = toSparse(counts);
    checkWidth(X, this.width);
    const { norm, sublinearTf } = this.weighting;
    const values = X.values.slice();
    for (let place = 0; place < values.length; place++) {
      if (values[place]! < 0) throw new InvalidInput(negative(X, place));
      if (sublinearTf && values[place]! > 0) values[place] = Math.log(values[place]!) + 1;
      if (this.idf) values[place]! *= this.idf[X.indices[place]!]!;
    }
    const weighted = { ...X, values };
    if (norm) normalizeRows(weighted, norm);
    return weighted;
  }

  toJSON(): ModelDocument {
    const { kind, width, idf, weighting } = this;
    return { kind, width, idf: idf && listOf(idf), ...weighting };
  }

  static fromJSON({ width, idf, norm, sublinearTf }: ModelDocument): FittedTfidfTransformer {
    return new FittedTfidfTransformer(width as number, idf ? Float64Array.from(idf as number[]) : null, {
      norm: norm as Norm | null,
      sublinearTf: sublinearTf as boolean,
    });
  }
}

function negative({ indices, values }: Sparse, place: number): string {
  return `feature ${indices[place]} is ${values[place]}: counts of terms are 0 or more`;
}
