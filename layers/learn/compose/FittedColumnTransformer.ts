import { checkNotInfinite } from '../checkData.ts';
import type { FittedTransformer, LoadModel, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import type { Cells } from '../preprocessing/cells.ts';
import { inputNames } from '../preprocessing/inputNames.ts';
import {
  type Block,
  type BlockDocument,
  joinNames,
  ofDocument,
  stackColumns,
  toDocument,
  transformBlock,
} from './blocks.ts';
import { isNamed, type Signature, type Source, sourceOf, takeColumns, valuesOf } from './columns.ts';
import { findNamed, within } from './part.ts';

/** A transformer and the positions of the columns it takes. */
export interface ColumnBlock extends Block {
  readonly columns: readonly number[];
  /** It takes the values of its only column, not a matrix of one column. */
  readonly single: boolean;
}

/** Transformers of some columns each, whose outputs stand side by side. */
export class FittedColumnTransformer implements FittedTransformer<Cells> {
  readonly kind = 'column-transformer';
  readonly #blocks: readonly ColumnBlock[];
  readonly #fitted: Signature;
  readonly #verbose: boolean;

  constructor(blocks: readonly ColumnBlock[], fitted: Signature, verboseFeatureNamesOut: boolean) {
    this.#blocks = blocks;
    this.#fitted = fitted;
    this.#verbose = verboseFeatureNamesOut;
  }

  transform(X: Cells): Dense {
    const source = sourceOf(X);
    if (!isNamed(source)) checkNotInfinite(source);
    const parts = this.#blocks.map((block) =>
      transformBlock(
        block,
        within(block.name, () => inputOf(source, block, this.#fitted)),
      ),
    );
    return stackColumns(parts, isNamed(source) ? source.length : source.rows);
  }

  featureNames(inputs: readonly string[] | undefined = this.#fitted.names): string[] {
    const names = inputNames(inputs, this.#fitted.width);
    return joinNames(
      this.#blocks.map(({ name, fitted, columns }) => {
        const own = columns.map((column) => names[column]!);
        return [name, fitted === 'passthrough' ? own : fitted.featureNames(own)];
      }),
      this.#verbose,
    );
  }

  /** The fitted transformer of that name; that of the other columns is `remainder`. @throws InvalidInput when there is none */
  transformer(name: string): FittedTransformer<never> | 'passthrough' {
    return findNamed(
      this.#blocks.map((block) => [block.name, block.fitted]),
      name,
    );
  }

  toJSON(): ModelDocument {
    const transformers = this.#blocks.map((block) => ({
      ...toDocument(block),
      columns: block.columns,
      single: block.single,
    }));
    return { kind: this.kind, ...this.#fitted, transformers, verboseFeatureNamesOut: this.#verbose };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): FittedColumnTransformer {
    const { transformers, width, names, verboseFeatureNamesOut } = document as unknown as Signature & {
      transformers: (BlockDocument & Pick<ColumnBlock, 'columns' | 'single'>)[];
      verboseFeatureNamesOut: boolean;
    };
    return new FittedColumnTransformer(
      transformers.map(({ columns, single, ...block }) => ({ ...ofDocument(block, load), columns, single })),
      { width, ...(names && { names }) },
      verboseFeatureNamesOut,
    );
  }
}

/** What a block sees of the whole input. */
export function inputOf(
  source: Source,
  { columns, single }: Pick<ColumnBlock, 'columns' | 'single'>,
  fitted: Signature,
): Source | string[] | Float64Array {
  const taken = takeColumns(source, columns, fitted);
  return single ? valuesOf(taken) : taken;
}
