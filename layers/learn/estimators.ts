import { InvalidInput } from './errors.ts';
import type { Estimator } from './estimator.ts';
import { LinearRegression } from './linear/LinearRegression.ts';
import { LogisticRegression } from './linear/LogisticRegression.ts';

type Value = string | number | boolean;
type Check = (value: Value) => string | undefined;

const positive: Check = (value) =>
  typeof value === 'number' && value > 0 ? undefined : 'must be a number above 0';
const count: Check = (value) =>
  Number.isInteger(value) && (value as number) > 0 ? undefined : 'must be a whole number above 0';
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    names.includes(String(value)) ? undefined : `must be one of ${names.join(', ')}`;

/** Every estimator: how it is made of parameters. How its model is loaded is in loaders.ts, which serving needs alone. */
const estimators: Readonly<
  Record<string, { make: (params: never) => Estimator; params: Readonly<Record<string, Check>> }>
> = {
  'linear-regression': {
    make: (params: never) => new LinearRegression(params),
    params: { fitIntercept: flag },
  },
  'logistic-regression': {
    make: (params: never) => new LogisticRegression(params),
    params: {
      solver: oneOf('batch', 'stochastic', 'mini-batch'),
      C: positive,
      learningRate: positive,
      maxIter: count,
      tol: positive,
      batchSize: count,
      fitIntercept: flag,
    },
  },
};

/** Makes an estimator by its name. @throws InvalidInput naming the parameters there are */
export function createEstimator(name: string, params: Readonly<Record<string, Value>> = {}): Estimator {
  const entry = Object.hasOwn(estimators, name) ? estimators[name] : undefined;
  if (!entry)
    throw new InvalidInput(
      `there is no estimator ${JSON.stringify(name)}: use one of ${Object.keys(estimators).join(', ')}`,
    );
  for (const [key, value] of Object.entries(params)) {
    const check = Object.hasOwn(entry.params, key) ? entry.params[key] : undefined;
    if (!check)
      throw new InvalidInput(
        `${name} has no parameter ${JSON.stringify(key)}: it has ${Object.keys(entry.params).join(', ')}`,
      );
    const fault = check(value);
    if (fault) throw new InvalidInput(`${key} of ${name} ${fault}, not ${JSON.stringify(value)}`);
  }
  return entry.make(params as never);
}
