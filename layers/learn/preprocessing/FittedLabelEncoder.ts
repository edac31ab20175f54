import { InvalidInput } from '../errors.ts';
import type { Classes, Model, ModelDocument } from '../estimator.ts';
import { decodeLabels, type Labels, type LabelsLike } from '../labels.ts';

/** Classes by their numbers, which count from 0 in their order. */
export class FittedLabelEncoder implements Model {
  readonly kind = 'label-encoder';
  /** In order: numbers by size, text by code unit. */
  readonly classes: Classes;
  private readonly codes: ReadonlyMap<number | string, number>;

  constructor(classes: Classes) {
    this.classes = classes;
    this.codes = new Map(classes.map((label, code) => [label, code]));
  }

  /** @throws InvalidInput for a label that is no class */
  transform(y: LabelsLike): Int32Array {
    return Int32Array.from(y as ArrayLike<number>, (label, row) => {
      const code = this.codes.get(label);
      if (code !== undefined) return code;
      throw new InvalidInput(
        `the label of row ${row} is ${JSON.stringify(label) ?? label}, which is no class: they are ${this.classes.slice(0, 10).join(', ')}`,
      );
    });
  }

  /** @throws InvalidInput for a number that no class has */
  inverseTransform(codes: ArrayLike<number>): Labels {
    const odd = Array.from(codes).findIndex((code) => this.classes[code] === undefined);
    if (odd === -1) return decodeLabels(codes, this.classes);
    throw new InvalidInput(
      `the code of row ${odd} is ${codes[odd]}, which is no class: they are numbered 0 to ${this.classes.length - 1}`,
    );
  }

  toJSON(): ModelDocument {
    return { kind: this.kind, classes: this.classes };
  }

  static fromJSON({ classes }: ModelDocument): FittedLabelEncoder {
    return new FittedLabelEncoder(classes as Classes);
  }
}
