import { refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { anyOf, type Check, checkParameters, oneOf, orNull } from '../parameters.ts';
import { categoryParameters, type GivenCategories, groupRare, learnCategories } from './categories.ts';
import { type Cell, type Cells, toCells } from './cells.ts';
import { FittedOneHotEncoder, type OneHotFeature, type UnknownAs } from './FittedOneHotEncoder.ts';

export interface OneHotEncoderOptions {
  /** Of each feature, or 'auto' for those that occur. @default 'auto' */
  readonly categories?: GivenCategories;
  /** Which category of each feature has no column: the first, that of two, or those of the list, one for each feature. @default null */
  readonly drop?: 'first' | 'if_binary' | readonly Cell[] | null;
  /** What a category that was not there is: an error, in no column, or in that of the rare ones. @default 'error' */
  readonly handleUnknown?: UnknownAs;
  /** Categories of fewer rows share a column; below 1 it is a share of the rows. @default null */
  readonly minFrequency?: number | null;
  /** Columns of a feature at most, that of the rare ones among them. @default null */
  readonly maxCategories?: number | null;
}

const list: Check = (value) =>
  Array.isArray(value) ? undefined : 'must be a list of a category for each feature';

/**
 * A column of zeros and ones for each category of texts or numbers. What is missing is a category too.
 *
 * `transform` gives a dense matrix, as all transformers here do, where scikit-learn's gives a sparse one unless told otherwise;
 * `transformSparse` gives that.
 *
 * @example new OneHotEncoder().fit([['red'], ['green']]).transform([['red']]).data // [0, 1]
 */
export class OneHotEncoder implements Transformer<Cells> {
  static readonly parameters = {
    ...categoryParameters,
    drop: orNull(anyOf(oneOf('first', 'if_binary'), list)),
    handleUnknown: oneOf('error', 'ignore', 'infrequent_if_exist'),
  };
  readonly kind = 'one-hot-encoder';
  readonly type = 'transformer';
  readonly params: Required<OneHotEncoderOptions>;

  constructor({
    categories = 'auto',
    drop = null,
    handleUnknown = 'error',
    minFrequency = null,
    maxCategories = null,
  }: OneHotEncoderOptions = {}) {
    this.params = { categories, drop, handleUnknown, minFrequency, maxCategories };
  }

  fit(features: Cells, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedOneHotEncoder {
    checkParameters(this.kind, this.params, OneHotEncoder.parameters);
    refuseWeights(this.kind, sampleWeight);
    const { categories: given, drop, handleUnknown, minFrequency, maxCategories } = this.params;
    const X = toCells(features);
    const learned = learnCategories(X, given, handleUnknown === 'error');
    if (Array.isArray(drop) && drop.length !== X.columns)
      throw new InvalidInput(
        `drop has ${drop.length} categories for ${X.columns} features: give each its own`,
      );
    const fitted = learned.map(({ categories, counts }, index): OneHotFeature => {
      const { groups, frequent } = groupRare(counts, X.rows, minFrequency, maxCategories);
      const hasRare = frequent < categories.length;
      const grouped = { categories, groups, hasRare };
      return { ...grouped, drop: dropped(drop, grouped, index) };
    });
    return new FittedOneHotEncoder(fitted, handleUnknown);
  }
}

/** The group without a column. */
function dropped(
  drop: OneHotEncoderOptions['drop'],
  { categories, groups, hasRare }: Omit<OneHotFeature, 'drop'>,
  index: number,
): number | null {
  if (!drop) return null;
  if (drop === 'first') return 0;
  if (drop === 'if_binary') return Math.max(...groups) === 1 ? 0 : null;
  const position = categories.indexOf(drop[index] as Cell);
  const name = JSON.stringify(drop[index]);
  if (position === -1)
    throw new InvalidInput(`drop names ${name}, which is no category of feature ${index}: name one that is`);
  if (hasRare && groups[position] === Math.max(...groups))
    throw new InvalidInput(
      `drop names ${name}, which is a rare category of feature ${index}: name a frequent one`,
    );
  return groups[position]!;
}
