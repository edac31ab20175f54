import {
  BernoulliNB,
  type BernoulliNBModel,
  GaussianNB,
  type GaussianNBModel,
  MultinomialNB,
  type MultinomialNBModel,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type Answers = Readonly<Record<'predictProba' | 'weighted' | 'jointLogLikelihood', number[]>>;
type Golden = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Answers>>>>>>;

const golden = reference<Golden>('parity/naive-bayes');

interface Estimator {
  fit(
    X: ReturnType<typeof splitDataset>['train']['X'],
    y: Float64Array,
    options?: { readonly sampleWeight: Float64Array },
  ): GaussianNBModel | MultinomialNBModel | BernoulliNBModel;
}

const makers: Readonly<Record<string, Readonly<Record<string, () => Estimator>>>> = {
  GaussianNB: {
    default: () => new GaussianNB(),
    smooth: () => new GaussianNB({ varSmoothing: 1e-3 }),
  },
  MultinomialNB: {
    default: () => new MultinomialNB(),
    flat: () => new MultinomialNB({ alpha: 0.1, fitPrior: false }),
  },
  BernoulliNB: {
    default: () => new BernoulliNB({ binarize: 3 }),
    flat: () => new BernoulliNB({ binarize: 4.9, alpha: 0.1, fitPrior: false }),
  },
};

function casesOf(name: string, dataset: DatasetName, variant: string, theirs: Answers): Parity[] {
  const { train, test } = splitDataset(dataset);
  const make = makers[name]![variant]!;
  const step = dataset === 'digits' ? 15 : 3;
  const rows = Int32Array.from({ length: Math.ceil(test.X.rows / step) }, (_, index) => index * step);
  const X = denseRows(test.X, rows);
  const sampleWeight = train.y.map((_, row) => (row % 2 === 0 ? 1 : 0.5));
  const common = {
    estimator: variant === 'default' ? name : `${name} (${variant})`,
    dataset,
    method: 'exact',
    tolerance: 1e-8,
  } as const;
  return [
    {
      ...common,
      what: 'predictProba on the test rows',
      ours: () => make().fit(train.X, train.y).predictProba(X).data,
      theirs: theirs.predictProba,
    },
    {
      ...common,
      what: 'the same of weighted rows',
      ours: () => make().fit(train.X, train.y, { sampleWeight }).predictProba(X).data,
      theirs: theirs.weighted,
    },
    {
      ...common,
      what: 'jointLogLikelihood on the test rows',
      ours: () => make().fit(train.X, train.y).jointLogLikelihood(X).data,
      theirs: theirs.jointLogLikelihood,
    },
  ];
}

export const cases: readonly Parity[] = Object.keys(makers).flatMap((name) =>
  Object.entries(golden[name]!).flatMap(([dataset, variants]) =>
    Object.entries(variants).flatMap(([variant, theirs]) =>
      casesOf(name, dataset as DatasetName, variant, theirs),
    ),
  ),
);
