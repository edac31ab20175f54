import { refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Check, checkParameters, oneOf, orNull } from '../parameters.ts';
import { categoryParameters, type GivenCategories, groupRare, learnCategories } from './categories.ts';
import { type Cells, toCells } from './cells.ts';
import { FittedOrdinalEncoder, type OrdinalFeature } from './FittedOrdinalEncoder.ts';

export interface OrdinalEncoderOptions {
  /** Of each feature in the order of their codes, or 'auto' for those that occur. @default 'auto' */
  readonly categories?: GivenCategories;
  /** @default 'error' */
  readonly handleUnknown?: 'error' | 'use_encoded_value';
  /** What a category that was not there becomes, with handleUnknown 'use_encoded_value': NaN or a whole number. @default null */
  readonly unknownValue?: number | null;
  /** What a missing value becomes: NaN or a whole number. @default NaN */
  readonly encodedMissingValue?: number;
  /** Categories of fewer rows share the last code; below 1 it is a share of the rows. @default null */
  readonly minFrequency?: number | null;
  /** Codes of a feature at most, that of the rare ones among them. @default null */
  readonly maxCategories?: number | null;
}

const wholeOrNaN: Check = (value) =>
  Number.isInteger(value) || Number.isNaN(value) ? undefined : 'must be a whole number or NaN';

/**
 * Numbers the categories of texts or numbers from 0, in their order. Missing values stay missing, unless told otherwise.
 *
 * @example new OrdinalEncoder().fit([['low'], ['high']]).transform([['low']]).data // [1]
 */
export class OrdinalEncoder implements Transformer<Cells> {
  static readonly parameters = {
    ...categoryParameters,
    handleUnknown: oneOf('error', 'use_encoded_value'),
    unknownValue: orNull(wholeOrNaN),
    encodedMissingValue: wholeOrNaN,
  };
  readonly kind = 'ordinal-encoder';
  readonly type = 'transformer';
  readonly params: Required<OrdinalEncoderOptions>;

  constructor({
    categories = 'auto',
    handleUnknown = 'error',
    unknownValue = null,
    encodedMissingValue = Number.NaN,
    minFrequency = null,
    maxCategories = null,
  }: OrdinalEncoderOptions = {}) {
    this.params = {
      categories,
      handleUnknown,
      unknownValue,
      encodedMissingValue,
      minFrequency,
      maxCategories,
    };
  }

  fit(features: Cells, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedOrdinalEncoder {
    checkParameters(this.kind, this.params, OrdinalEncoder.parameters);
    refuseWeights(this.kind, sampleWeight);
    const { categories: given, handleUnknown, unknownValue, encodedMissingValue } = this.params;
    if ((handleUnknown === 'error') !== (unknownValue === null))
      throw new InvalidInput(
        `unknownValue is ${unknownValue} and handleUnknown ${handleUnknown}: give a number with use_encoded_value, and only then`,
      );
    const X = toCells(features);
    const fitted = learnCategories(X, given, handleUnknown === 'error').map((one) =>
      this.encode(one, X.rows),
    );
    for (const [index, { categories, codes }] of fitted.entries()) {
      const used = new Set(codes.filter((_, position) => categories[position] !== null));
      const taken = [unknownValue, ...(categories.includes(null) ? [encodedMissingValue] : [])];
      const twice = taken.find((value) => value !== null && used.has(value));
      if (twice !== undefined)
        throw new InvalidInput(
          `${twice} is the code of a category of feature ${index}: choose another value for what is unknown or missing`,
        );
    }
    return new FittedOrdinalEncoder(fitted, { unknownValue, encodedMissingValue });
  }

  /** Missing values are neither rare nor do they take a code. */
  private encode(
    { categories, counts }: ReturnType<typeof learnCategories>[number],
    rows: number,
  ): OrdinalFeature {
    const { minFrequency, maxCategories } = this.params;
    const present = counts.filter((_, position) => categories[position] !== null);
    const { groups, frequent } = groupRare(present, rows, minFrequency, maxCategories);
    let next = 0;
    const codes = categories.map((category) => (category === null ? -1 : groups[next++]!));
    return { categories, codes, rare: frequent < present.length ? frequent : null };
  }
}
