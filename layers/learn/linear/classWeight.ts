import type { Classes } from '../estimator.ts';
import type { EncodedLabels } from '../labels.ts';
import type { Check } from '../parameters.ts';

/** Null weighs all classes as they come, 'balanced' each the same in all, and a record as it says, by label; 1 for others. */
export type ClassWeight = null | 'balanced' | Readonly<Record<string, number>>;

export const classWeightCheck: Check = (value) => {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  const holds = isRecord
    ? Object.values(value).every((weight) => Number.isFinite(weight) && weight >= 0)
    : value === null || value === 'balanced';
  return holds ? undefined : 'must be null, balanced, or numbers of 0 or more by class';
};

/** Weights of rows, with those of their classes; undefined when every row counts once. */
export function weighClasses(
  { classes, codes }: EncodedLabels,
  classWeight: ClassWeight,
  sampleWeight: Float64Array | undefined,
): Float64Array | undefined {
  if (classWeight === null) return sampleWeight;
  const own = (row: number) => (sampleWeight ? sampleWeight[row]! : 1);
  const times =
    classWeight === 'balanced' ? balanced(codes, classes, own) : classes.map((one) => classWeight[one] ?? 1);
  return Float64Array.from(codes, (code, row) => own(row) * times[code]!);
}

function balanced(codes: Int32Array, classes: Classes, own: (row: number) => number): number[] {
  const counts = classes.map(() => 0);
  for (const [row, code] of codes.entries()) counts[code]! += own(row);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 0 : total / (classes.length * count)));
}
