import { InvalidInput } from './errors.ts';
import type { Dense } from './matrix.ts';

/** What an estimator of numbers asks of its data. @throws InvalidInput naming the first fault */
export function checkTraining(X: Dense, y: Float64Array): void {
  checkFeatures(X);
  checkLength(X, y.length);
  const row = y.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) {
    throw new InvalidInput(`the target of row ${row} is ${y[row]}: drop rows without a finite target`);
  }
}

/** @throws InvalidInput when there is nothing to learn from, or a number is NaN or infinite */
export function checkFeatures(X: Dense): void {
  checkSize(X);
  checkFinite(X);
}

/** @throws InvalidInput without rows or without features */
export function checkSize({ rows, columns }: { readonly rows: number; readonly columns: number }): void {
  if (rows === 0) throw new InvalidInput('there are no rows to fit');
  if (columns === 0) throw new InvalidInput('there are no features to fit: give at least one');
}

/** @throws InvalidInput unless there is one target for each row */
export function checkLength({ rows }: { readonly rows: number }, targets: number): void {
  if (rows === targets) return;
  throw new InvalidInput(`X has ${rows} rows and y has ${targets}: each row needs its target`);
}

/** @throws InvalidInput when rows do not have the features that the model was fitted to */
export function checkWidth(X: { readonly columns: number }, width: number): void {
  if (X.columns === width) return;
  throw new InvalidInput(`the rows have ${X.columns} features, but the model was fitted to ${width}`);
}

/** @throws InvalidInput naming the first number that is NaN or infinite */
export function checkFinite({ columns, data }: Dense): void {
  let index = 0;
  while (index < data.length && Number.isFinite(data[index]!)) index++;
  if (index === data.length) return;
  const [row, column] = [Math.floor(index / columns), index % columns];
  throw new InvalidInput(`feature ${column} of row ${row} is ${data[index]}: impute or remove such values`);
}

/** For what takes missing values: NaN passes. @throws InvalidInput naming the first number that is infinite */
export function checkNotInfinite({ columns, data }: Dense): void {
  let index = 0;
  while (index < data.length && Math.abs(data[index]!) !== Number.POSITIVE_INFINITY) index++;
  if (index === data.length) return;
  const [row, column] = [Math.floor(index / columns), index % columns];
  throw new InvalidInput(`feature ${column} of row ${row} is ${data[index]}: remove or replace such values`);
}

/**
 * The weights of n rows, or undefined when there are none.
 *
 * @throws InvalidInput for weights that are negative, not finite, of another number than the rows, or all zero
 */
export function weightsOf(
  sampleWeight: ArrayLike<number> | undefined,
  rows: number,
): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined;
  const weights = Float64Array.from(sampleWeight);
  if (weights.length !== rows)
    throw new InvalidInput(
      `there are ${weights.length} sample weights for ${rows} rows: each row needs its own`,
    );
  const odd = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (odd !== -1)
    throw new InvalidInput(
      `the sample weight of row ${odd} is ${weights[odd]}: give a finite number of 0 or more`,
    );
  if (!weights.some((weight) => weight > 0))
    throw new InvalidInput('every sample weight is 0: there are no rows to fit');
  return weights;
}

/** @throws InvalidInput when weights are given to what cannot use them */
export function refuseWeights(kind: string, sampleWeight: ArrayLike<number> | undefined): void {
  if (sampleWeight !== undefined) throw new InvalidInput(`${kind} takes no sample weights: leave them out`);
}
