import { checkWidth } from '../checkData.ts';
import type { Classes, FittedTransformer, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';
import { positionsOf } from './categories.ts';
import { type Cell, type Cells, toCells } from './cells.ts';
import { listOf } from './columnNumbers.ts';
import { inputNames } from './inputNames.ts';

export type TargetType = 'continuous' | 'binary' | 'multiclass';

export interface TargetEncodings {
  /** Of each feature, null standing for what is missing. */
  readonly categories: readonly (readonly Cell[])[];
  /** Of each feature, and of more than two classes of each class, the mean that each category is encoded as. */
  readonly encodings: readonly Float64Array[];
  /** The mean of the target, or of more than two classes the share of each: what an unknown category is encoded as. */
  readonly targetMean: Float64Array;
  readonly targetType: TargetType;
  /** Null of a continuous target. */
  readonly classes: Classes | null;
}

/** The mean of the target that goes with each category. */
export class FittedTargetEncoder implements FittedTransformer<Cells> {
  readonly kind = 'target-encoder';
  readonly categories: readonly (readonly Cell[])[];
  readonly encodings: readonly Float64Array[];
  readonly targetMean: Float64Array;
  readonly targetType: TargetType;
  readonly classes: Classes | null;

  constructor({ categories, encodings, targetMean, targetType, classes }: TargetEncodings) {
    this.categories = categories;
    this.encodings = encodings;
    this.targetMean = targetMean;
    this.targetType = targetType;
    this.classes = classes;
  }

  /** Of rows that it was not fitted to: those are given by the `fitTransform` of TargetEncoder. */
  transform(X: Cells): Dense {
    const { rows, columns, cells } = toCells(X);
    checkWidth({ columns }, this.categories.length);
    const targets = this.targetMean.length;
    const width = columns * targets;
    const data = new Float64Array(rows * width);
    for (const [index, column] of cells.entries()) {
      const positions = positionsOf(column, this.categories[index]!);
      const missing = positions.length - 1;
      for (let target = 0; target < targets; target++) {
        const place = index * targets + target;
        const encoding = this.encodings[place]!;
        const encoded = Float64Array.from(positions, (position) =>
          position === -1 ? this.targetMean[target]! : encoding[position]!,
        );
        for (let row = 0; row < rows; row++) {
          const code = column.codes[row]!;
          data[row * width + place] = encoded[code === -1 ? missing : code]!;
        }
      }
    }
    return { rows, columns: width, data };
  }

  /** Those of the inputs, or of more than two classes as `x0_setosa`. */
  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.categories.length);
    if (this.targetType !== 'multiclass') return names;
    return names.flatMap((name) => this.classes!.map((label) => `${name}_${label}`));
  }

  toJSON(): ModelDocument {
    const { kind, categories, encodings, targetMean, targetType, classes } = this;
    return {
      kind,
      categories,
      encodings: encodings.map(listOf),
      targetMean: listOf(targetMean),
      targetType,
      classes,
    };
  }

  static fromJSON(document: ModelDocument): FittedTargetEncoder {
    return new FittedTargetEncoder({
      ...(document as unknown as TargetEncodings),
      encodings: (document.encodings as number[][]).map((one) => Float64Array.from(one)),
      targetMean: Float64Array.from(document.targetMean as number[]),
    });
  }
}
