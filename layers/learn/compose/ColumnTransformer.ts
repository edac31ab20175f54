import { checkNotInfinite, checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, FittedTransformer, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { checkParameters, flag, orNull } from '../parameters.ts';
import type { Cells } from '../preprocessing/cells.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type Columns, isNamed, positionsOf, signatureOf, sourceOf } from './columns.ts';
import { type ColumnBlock, FittedColumnTransformer, inputOf } from './FittedColumnTransformer.ts';
import { fitPart, isTransformer, namedBy, type Part } from './part.ts';
import { areWeights, checkWeights, type TransformerWeights, weightOf } from './transformerWeights.ts';

type Entry = Part<FittedTransformer<never>> | 'passthrough' | 'drop';

export interface ColumnTransformerOptions {
  readonly transformers: readonly (readonly [name: string, transformer: Entry, columns: Columns])[];
  /** What becomes of the columns that no transformer takes. @default 'drop' */
  readonly remainder?: Entry;
  /** A factor for the output of a transformer, by its name. @default null */
  readonly transformerWeights?: TransformerWeights;
  /** Begins the names of columns with that of their transformer and two underscores. @default true */
  readonly verboseFeatureNamesOut?: boolean;
}

const isEntry = (value: unknown) => isTransformer(value) || value === 'passthrough' || value === 'drop';
const isColumns = (value: unknown) =>
  ['string', 'function'].includes(typeof value) ||
  (Array.isArray(value) && value.every((column) => ['string', 'number'].includes(typeof column)));

/**
 * Gives some columns to each transformer and joins what they make, in their order; the remainder comes last.
 *
 * @example
 * new ColumnTransformer({
 *   transformers: [
 *     ['scale', new StandardScaler(), ['age', 'income']],
 *     ['encode', new OneHotEncoder(), makeColumnSelector({ kind: 'category' })],
 *   ],
 * }).fit(table).featureNames(); // ['scale__age', 'scale__income', 'encode__home_own' …]
 */
export class ColumnTransformer implements Transformer<Cells> {
  static readonly parameters = {
    transformers: namedBy(
      (entry, columns) => isEntry(entry) && isColumns(columns),
      'names, transformers and columns',
    ),
    remainder: (value: unknown) =>
      isEntry(value) ? undefined : 'must be drop, passthrough or a transformer',
    transformerWeights: orNull(areWeights),
    verboseFeatureNamesOut: flag,
  };
  readonly kind = 'column-transformer';
  readonly type = 'transformer';
  readonly params: Readonly<Required<ColumnTransformerOptions>>;

  constructor(options: ColumnTransformerOptions) {
    this.params = {
      remainder: 'drop',
      transformerWeights: null,
      verboseFeatureNamesOut: true,
      ...options,
    };
  }

  fit(X: Cells, y?: LabelsLike, options: FitOptions = {}): FittedColumnTransformer {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Cells, y?: LabelsLike, options: FitOptions = {}): Steps<FittedColumnTransformer> {
    checkParameters(this.kind, this.params, ColumnTransformer.parameters);
    refuseWeights(this.kind, options.sampleWeight);
    const source = sourceOf(X);
    const fitted = signatureOf(source);
    const { width } = fitted;
    checkSize({ rows: isNamed(source) ? source.length : source.rows, columns: width });
    if (!isNamed(source)) checkNotInfinite(source);

    const { transformers, remainder, transformerWeights, verboseFeatureNamesOut } = this.params;
    const chosen = transformers.map(([name, entry, columns]) => ({
      name,
      entry,
      columns: positionsOf(columns, source),
      single: typeof columns === 'string' && entry !== 'passthrough',
    }));
    const used = new Set(chosen.flatMap(({ columns }) => columns));
    const rest = Array.from({ length: width }, (_, column) => column).filter((column) => !used.has(column));
    chosen.push({ name: 'remainder', entry: remainder, columns: rest, single: false });
    checkWeights(
      transformerWeights,
      chosen.map(({ name }) => name),
    );

    const blocks: ColumnBlock[] = [];
    for (const [done, { name, entry, columns, single }] of chosen.entries()) {
      if (entry === 'drop' || columns.length === 0) continue;
      const model =
        entry === 'passthrough'
          ? entry
          : yield* fitPart([name, entry], [inputOf(source, { columns, single }, fitted), y], options, {
              done,
              total: chosen.length,
            });
      blocks.push({ name, fitted: model, weight: weightOf(transformerWeights, name), columns, single });
    }
    if (blocks.length === 0)
      throw new InvalidInput('no column is kept: give some to a transformer, or pass the remainder on');
    return new FittedColumnTransformer(blocks, fitted, verboseFeatureNamesOut);
  }
}
