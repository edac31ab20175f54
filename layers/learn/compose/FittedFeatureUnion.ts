import { checkWidth } from '../checkData.ts';
import type { FittedTransformer, LoadModel, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
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
import { findNamed } from './part.ts';

/** Transformers fitted to the same input, whose outputs stand side by side. */
export class FittedFeatureUnion<Input = Features> implements FittedTransformer<Input> {
  readonly kind = 'feature-union';
  readonly #blocks: readonly Block[];
  /** Columns of the input where those are passed on. */
  readonly #width: number | undefined;
  readonly #verbose: boolean;

  constructor(blocks: readonly Block[], width: number | undefined, verboseFeatureNamesOut: boolean) {
    this.#blocks = blocks;
    this.#width = width;
    this.#verbose = verboseFeatureNamesOut;
  }

  transform(X: Input): Dense {
    const width = this.#width;
    if (width !== undefined) checkWidth(toDense(X as Features), width);
    const parts = this.#blocks.map((block) => transformBlock(block, X));
    return stackColumns(parts, parts[0]?.rows ?? 0);
  }

  featureNames(inputs?: readonly string[]): string[] {
    return joinNames(
      this.#blocks.map(({ name, fitted }) => [
        name,
        fitted === 'passthrough' ? inputNames(inputs, this.#width!) : fitted.featureNames(inputs),
      ]),
      this.#verbose,
    );
  }

  /** The fitted transformer of that name. @throws InvalidInput when there is none */
  transformer(name: string): FittedTransformer<never> | 'passthrough' {
    return findNamed(
      this.#blocks.map((block) => [block.name, block.fitted]),
      name,
    );
  }

  toJSON(): ModelDocument {
    return {
      kind: this.kind,
      transformers: this.#blocks.map(toDocument),
      verboseFeatureNamesOut: this.#verbose,
      ...(this.#width !== undefined && { width: this.#width }),
    };
  }

  static fromJSON(document: ModelDocument, load: LoadModel): FittedFeatureUnion {
    const { transformers, verboseFeatureNamesOut, width } = document as unknown as {
      transformers: BlockDocument[];
      verboseFeatureNamesOut: boolean;
      width?: number;
    };
    const blocks = transformers.map((one) => ofDocument(one, load));
    return new FittedFeatureUnion(blocks, width, verboseFeatureNamesOut);
  }
}
