import { InvalidInput } from '../errors.ts';
import type { Column } from '../table.ts';

/** The class of each row, as text; numbers that are classes are written as numbers. */
export function labelsOf(target: Column): string[] {
  if (target.kind === 'number') return Array.from(target.values, String);
  return Array.from(target.codes, (code) => target.categories[code] ?? '');
}

/** Classes in order: numbers by size, text by code unit. */
export function classesOf(target: Column): string[] {
  if (target.kind === 'number') return [...new Set(target.values)].sort((a, b) => a - b).map(String);
  return [...new Set(labelsOf(target))].sort();
}

/** What an estimator learns: the numbers themselves, or the codes of the classes. */
export function targetValues(target: Column, classes: readonly string[] | undefined): Float64Array {
  if (classes) {
    const codes = new Map(classes.map((name, code) => [name, code]));
    return Float64Array.from(labelsOf(target), (label) => codes.get(label) ?? Number.NaN);
  }
  if (target.kind !== 'number') throw new InvalidInput('a regression needs numbers as its target, not text');
  return target.values;
}
