import { InvalidInput } from './errors.ts';
import type { Classes } from './estimator.ts';

/** Labels of n rows: numbers or texts. */
export type LabelsLike = ArrayLike<number> | readonly string[];
export type Labels = Float64Array | string[];

export interface EncodedLabels {
  /** In order: numbers by size, text by code unit. */
  readonly classes: Classes;
  /** The position of each row's class. */
  readonly codes: Int32Array;
}

/** @throws InvalidInput for labels that are neither finite numbers nor texts, or of both types */
export function encodeLabels(y: LabelsLike): EncodedLabels {
  const labels = y as ArrayLike<number | string>;
  const type = typeof labels[0];
  const known = new Map<number | string, number>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (typeof label === 'number' ? !Number.isFinite(label) : typeof label !== 'string') {
      throw new InvalidInput(
        `the target of row ${row} is ${String(label)}: drop rows without a class, which is a finite number or a text`,
      );
    }
    if (typeof label !== type) {
      throw new InvalidInput(
        `the target of row ${row} is the ${typeof label} ${JSON.stringify(label)}, that of row 0 a ${type}: classes must be all numbers or all texts`,
      );
    }
    known.set(label, 0);
  }
  const classes =
    type === 'string'
      ? ([...known.keys()] as string[]).sort()
      : ([...known.keys()] as number[]).sort((a, b) => a - b);
  for (const [code, label] of classes.entries()) known.set(label, code);
  return { classes, codes: Int32Array.from({ length: labels.length }, (_, row) => known.get(labels[row]!)!) };
}

/** What a classifier learns from. @throws InvalidInput also when there is one class only */
export function encodeClasses(y: LabelsLike): EncodedLabels {
  const encoded = encodeLabels(y);
  if (encoded.classes.length < 2) {
    const [only] = encoded.classes;
    throw new InvalidInput(
      `every row is of class ${JSON.stringify(only)}: a classifier needs rows of two classes or more, so look at the target, or stratify the split`,
    );
  }
  return encoded;
}

/** Labels of the codes, of the type that the classes have. */
export function decodeLabels(codes: ArrayLike<number>, classes: Classes): Labels {
  return typeof classes[0] === 'string'
    ? Array.from(codes, (code) => classes[code] as string)
    : Float64Array.from(codes, (code) => classes[code] as number);
}
