import { InvalidInput } from './errors.ts';
import type { Dense } from './matrix.ts';

/** What every estimator asks of its data. @throws InvalidInput naming the first fault */
export function checkTraining(X: Dense, y: Float64Array): void {
  if (X.rows === 0) throw new InvalidInput('there are no rows to fit');
  if (X.columns === 0) throw new InvalidInput('there are no features to fit: give at least one');
  if (X.rows !== y.length) {
    throw new InvalidInput(`X has ${X.rows} rows and y has ${y.length}: each row needs its target`);
  }
  checkFinite(X);
  const row = y.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) {
    throw new InvalidInput(`the target of row ${row} is ${y[row]}: drop rows without a finite target`);
  }
}

/** @throws InvalidInput when rows do not have the features that the model was fitted to */
export function checkWidth(X: Dense, width: number): void {
  if (X.columns === width) return;
  throw new InvalidInput(`the rows have ${X.columns} features, but the model was fitted to ${width}`);
}

/** @throws InvalidInput naming the first number that is NaN or infinite */
export function checkFinite({ columns, data }: Dense): void {
  const index = data.findIndex((value) => !Number.isFinite(value));
  if (index === -1) return;
  const [row, column] = [Math.floor(index / columns), index % columns];
  throw new InvalidInput(`feature ${column} of row ${row} is ${data[index]}: impute or remove such values`);
}
