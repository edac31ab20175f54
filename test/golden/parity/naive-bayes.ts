import { BernoulliNB, GaussianNB, MultinomialNB } from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Fitted {
  readonly proba: number[];
  readonly joint: number[];
  readonly predict: number[];
}

type Golden = Record<'GaussianNB' | 'MultinomialNB' | 'BernoulliNB', Partial<Record<DatasetName, Fitted>>>;

const golden = reference<Golden>('parity/naive-bayes');

const estimators = {
  GaussianNB: ['GaussianNB', () => new GaussianNB()],
  MultinomialNB: ['MultinomialNB (alpha: 0.5)', () => new MultinomialNB({ alpha: 0.5 })],
  BernoulliNB: ['BernoulliNB (binarize: 8)', () => new BernoulliNB({ binarize: 8 })],
} as const;

function casesOf(name: keyof Golden, dataset: DatasetName, theirs: Fitted): Parity[] {
  const [estimator, make] = estimators[name];
  const { train, test } = splitDataset(dataset);
  const model = make().fit(train.X, train.y);
  const some = Array.from({ length: Math.ceil(test.X.rows / 4) }, (_, index) => 4 * index);
  const common = { estimator, dataset, method: 'exact', tolerance: 1e-8 } as const;
  return [
    {
      ...common,
      what: 'joint log probabilities of every fourth test row',
      ours: () => model.predictJointLogProba(denseRows(test.X, some)).data,
      theirs: theirs.joint,
    },
    {
      ...common,
      what: 'probabilities of the test rows',
      ours: () => model.predictProba(test.X).data,
      theirs: theirs.proba,
    },
    {
      ...common,
      what: 'predict on the test rows',
      ours: () => model.predict(test.X) as Float64Array,
      theirs: theirs.predict,
    },
  ];
}

export const cases: readonly Parity[] = (Object.keys(golden) as (keyof Golden | 'madeBy')[])
  .filter((name) => name !== 'madeBy')
  .flatMap((name) =>
    Object.entries(golden[name]).flatMap(([dataset, fitted]) =>
      casesOf(name, dataset as DatasetName, fitted),
    ),
  );
