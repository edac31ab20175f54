import { checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { infrequentName, positionsOf } from './categories.ts';
import { type Cell, type Cells, toCells } from './cells.ts';
import { inputNames } from './inputNames.ts';

/** How the categories of one feature are encoded. */
export interface OrdinalFeature {
  /** Null, for what is missing, among them where it is one. */
  readonly categories: readonly Cell[];
  /** Of each category its code, which rare ones share; that of null is not used. */
  readonly codes: readonly number[];
  /** The code that rare categories share, or null. */
  readonly rare: number | null;
}

/** What is no code of a category. NaN where it says so in scikit-learn. */
export interface OrdinalSpecials {
  /** Null when an unknown category is an error. */
  readonly unknownValue: number | null;
  readonly encodedMissingValue: number;
}

/** A whole number for each category. */
export class FittedOrdinalEncoder implements FittedTransformer<Cells> {
  readonly kind = 'ordinal-encoder';
  private readonly features: readonly OrdinalFeature[];
  private readonly specials: OrdinalSpecials;

  constructor(features: readonly OrdinalFeature[], specials: OrdinalSpecials) {
    this.features = features;
    this.specials = specials;
  }

  /** Of each feature, null standing for what is missing. */
  get categories(): readonly (readonly Cell[])[] {
    return this.features.map(({ categories }) => categories);
  }

  transform(X: Cells): Dense {
    const { rows, columns, cells } = toCells(X);
    checkWidth({ columns }, this.features.length);
    const { unknownValue, encodedMissingValue } = this.specials;
    const data = new Float64Array(rows * columns);
    for (const [index, column] of cells.entries()) {
      const { categories, codes } = this.features[index]!;
      const positions = positionsOf(column, categories, unknownValue === null ? index : undefined);
      const coded = Float64Array.from(positions, (position) =>
        position === -1
          ? unknownValue!
          : categories[position] === null
            ? encodedMissingValue
            : codes[position]!,
      );
      const missing = coded.length - 1;
      for (let row = 0; row < rows; row++) {
        const code = column.codes[row]!;
        data[row * columns + index] = coded[code === -1 ? missing : code]!;
      }
    }
    return { rows, columns, data };
  }

  /** The categories of such codes; null for what was missing or unknown. */
  inverseTransform(encoded: Features): Cell[][] {
    const X = toDense(encoded);
    checkWidth(X, this.features.length);
    const { unknownValue, encodedMissingValue } = this.specials;
    return Array.from({ length: X.rows }, (_, row) =>
      this.features.map(({ categories, codes, rare }, column) => {
        const code = X.data[row * X.columns + column]!;
        if (Object.is(code, unknownValue)) return null;
        if (Object.is(code, encodedMissingValue) && categories.includes(null)) return null;
        if (code === rare) return infrequentName;
        const position = codes.findIndex((own, place) => own === code && categories[place] !== null);
        if (position !== -1) return categories[position]!;
        throw new InvalidInput(
          `feature ${column} of row ${row} is ${code}, which is no code of a category: they are 0 to ${categories.length - 1}`,
        );
      }),
    );
  }

  featureNames(inputs?: readonly string[]): string[] {
    return inputNames(inputs, this.features.length);
  }

  toJSON(): ModelDocument {
    const { unknownValue, encodedMissingValue } = this.specials;
    return {
      kind: this.kind,
      features: this.features,
      // JSON has no NaN, and a null is a value of its own.
      specials: [unknownValue, encodedMissingValue].map((value) => (value === null ? null : String(value))),
    };
  }

  static fromJSON({ features, specials }: ModelDocument): FittedOrdinalEncoder {
    const [unknownValue, encodedMissingValue] = specials as [string | null, string];
    return new FittedOrdinalEncoder(features as OrdinalFeature[], {
      unknownValue: unknownValue === null ? null : Number(unknownValue),
      encodedMissingValue: Number(encodedMissingValue),
    });
  }
}
