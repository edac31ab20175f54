import { InvalidInput } from './errors.ts';
import type { Parameters } from './estimator.ts';

/** Says what is wrong with a value, or nothing. */
export type Check = (value: unknown) => string | undefined;
export type Checks = Readonly<Record<string, Check>>;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const check =
  (holds: (value: unknown) => boolean, must: string): Check =>
  (value) =>
    holds(value) ? undefined : `must be ${must}`;

export const positive = check((value) => isNumber(value) && value > 0, 'a number above 0');
export const nonNegative = check((value) => isNumber(value) && value >= 0, 'a number of 0 or more');
export const finite = check(isNumber, 'a finite number');
export const flag = check((value) => typeof value === 'boolean', 'true or false');
/** Of seeds: two's complement of 32 bits keeps what is below. */
export const seed = check((value) => Number.isInteger(value), 'a whole number');
export const count = atLeast(1);

export function atLeast(least: number): Check {
  const must = least === 1 ? 'a whole number above 0' : `a whole number of ${least} or more`;
  return check((value) => Number.isInteger(value) && (value as number) >= least, must);
}

/** Both ends belong to it, unless they are said to be open. */
export function between(low: number, high: number, open: 'none' | 'low' | 'high' | 'both' = 'none'): Check {
  const [isLowOpen, isHighOpen] = [open === 'low' || open === 'both', open === 'high' || open === 'both'];
  return check(
    (value) =>
      isNumber(value) &&
      (isLowOpen ? value > low : value >= low) &&
      (isHighOpen ? value < high : value <= high),
    `a number ${isLowOpen ? 'above' : 'from'} ${low} ${isHighOpen ? 'and below' : 'to'} ${high}`,
  );
}

export function oneOf(...values: readonly (string | number)[]): Check {
  return check((value) => values.includes(value as string), `one of ${values.join(', ')}`);
}

/** Also null, which stands for scikit-learn's None. */
export function orNull(other: Check): Check {
  return anyOf(
    check((value) => value === null, 'null'),
    other,
  );
}

export function anyOf(...checks: readonly Check[]): Check {
  return (value) => {
    const faults = checks.map((one) => one(value));
    if (faults.includes(undefined)) return undefined;
    return `must be ${faults.map((fault) => fault!.replace('must be ', '')).join(', or ')}`;
  };
}

/** @throws InvalidInput naming the first parameter that is not there, or out of its range */
export function checkParameters(kind: string, params: Parameters, checks: Checks): void {
  for (const [name, value] of Object.entries(params)) {
    const one = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!one) {
      const known = Object.keys(checks).join(', ');
      throw new InvalidInput(`${kind} has no parameter ${JSON.stringify(name)}: it has ${known}`);
    }
    const fault = one(value);
    if (fault) throw new InvalidInput(`${name} of ${kind} ${fault}, not ${show(value)}`);
  }
}

/** JSON has no NaN. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}
