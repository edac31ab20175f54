import { LinearRegression } from '../../../layers/learn/index.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Golden {
  readonly linearRegression: Record<string, { coef: number[]; intercept: number; predict: number[] }>;
}

const golden = reference<Golden>('parity/linear');

function linearRegression(dataset: DatasetName): Parity[] {
  const { train, test } = splitDataset(dataset);
  const model = new LinearRegression().fit(train.X, train.y);
  const theirs = golden.linearRegression[dataset]!;
  const common = { estimator: 'LinearRegression', dataset, method: 'exact', tolerance: 1e-8 } as const;
  return [
    { ...common, what: 'coef', ours: () => model.coef, theirs: theirs.coef },
    { ...common, what: 'intercept', ours: () => [model.intercept], theirs: [theirs.intercept] },
    {
      ...common,
      what: 'predict on the test rows',
      ours: () => model.predict(test.X),
      theirs: theirs.predict,
    },
  ];
}

export const cases: readonly Parity[] = [...linearRegression('diabetes'), ...linearRegression('ames')];
