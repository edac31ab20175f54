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
  const codes = new Int32Array(labels.length);
  const known = new Map<number | string, number>();
  let last: number | string | undefined;
  let code = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label !== last) {
      if (!known.has(label)) {
        checkLabel(label, row, labels[0]!);
        known.set(label, known.size);
      }
      code = known.get(label)!;
      last = label;
    }
    codes[row] = code;
  }
  const met = [...known.keys()];
  const classes =
    typeof met[0] === 'string' ? (met as string[]).sort() : (met as number[]).sort((a, b) => a - b);
  const places = new Int32Array(classes.length);
  for (const [place, label] of classes.entries()) places[known.get(label)!] = place;
  for (let row = 0; row < codes.length; row++) codes[row] = places[codes[row]!]!;
  return { classes, codes };
}

function checkLabel(label: unknown, row: number, first: number | string): void {
  if (typeof label === 'number' ? !Number.isFinite(label) : typeof label !== 'string') {
    throw new InvalidInput(
      `the target of row ${row} is ${String(label)}: drop rows without a class, which is a finite number or a text`,
    );
  }
  if (typeof label !== typeof first) {
    throw new InvalidInput(
      `the target of row ${row} is the ${typeof label} ${JSON.stringify(label)}, that of row 0 a ${typeof first}: classes must be all numbers or all texts`,
    );
  }
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
