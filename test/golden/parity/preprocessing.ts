import type { Dense, FitOptions, FittedTransformer } from '../../../layers/learn/index.ts';
import * as learn from '../../../layers/learn/index.ts';
import { type DatasetName, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';
import { thin } from './thin.ts';

interface Case {
  readonly estimator: keyof typeof estimators;
  readonly options: Record<string, unknown>;
  readonly dataset: DatasetName;
  readonly transform: number[];
  readonly inverseTransform?: number[];
  readonly names: string[];
}

type Fitted = FittedTransformer & { inverseTransform?(X: Dense): Dense } & Record<string, unknown>;

const golden = reference<Record<'cases' | 'weighted', Case[]>>('parity/preprocessing');
const estimators = {
  StandardScaler: learn.StandardScaler,
  MinMaxScaler: learn.MinMaxScaler,
  RobustScaler: learn.RobustScaler,
  PowerTransformer: learn.PowerTransformer,
  KBinsDiscretizer: learn.KBinsDiscretizer,
  PolynomialFeatures: learn.PolynomialFeatures,
};

function parityOf(one: Case, isWeighted: boolean): Parity[] {
  const { estimator, options, dataset, transform, inverseTransform, names, ...attributes } = one;
  const { train, test } = splitDataset(dataset);
  const sampleWeight = Float64Array.from({ length: train.X.rows }, (_, row) => 1 + (row % 3));
  const fitting: FitOptions = isWeighted ? { sampleWeight } : {};
  const model = new estimators[estimator](options as never).fit(
    train.X,
    undefined,
    fitting,
  ) as unknown as Fitted;
  const parameters = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const title = parameters.length > 0 ? `${estimator} (${parameters.join(', ')})` : estimator;
  // Brent's method stops at the root of the machine's precision.
  const isIterative = estimator === 'PowerTransformer';
  const common = {
    estimator: title.replaceAll('"', "'"),
    dataset,
    method: isIterative ? 'iterative' : 'exact',
    tolerance: isIterative ? 1e-6 : 1e-8,
  } as const;
  const weighted = isWeighted ? ', weighted rows' : '';
  const transformed = model.transform(test.X);
  return [
    ...Object.entries(attributes).map(([name, theirs]) => ({
      ...common,
      what: name + weighted,
      ours: () => thin(flat(model[name] as Float64Array | Float64Array[]), 200),
      theirs: theirs as number[],
    })),
    {
      ...common,
      what: `transform of the test rows${weighted}`,
      ours: () => thin(transformed.data),
      theirs: transform,
    },
    ...(inverseTransform
      ? [
          {
            ...common,
            what: `inverseTransform of the test rows${weighted}`,
            ours: () => thin(model.inverseTransform!(transformed).data),
            theirs: inverseTransform,
          },
        ]
      : []),
    {
      ...common,
      what: `names that differ${weighted}`,
      ours: () => [
        model
          .featureNames()
          .slice(0, 40)
          .filter((name, index) => name !== names[index]).length,
      ],
      theirs: [0],
    },
  ];
}

function flat(value: Float64Array | Float64Array[]): Float64Array {
  const all = Array.isArray(value) ? Float64Array.from(value.flatMap((one) => [...one])) : value;
  return all.map((number) => (Math.abs(number) === Number.POSITIVE_INFINITY ? 0 : number));
}

export const cases: readonly Parity[] = [
  ...golden.cases.flatMap((one) => parityOf(one, false)),
  ...golden.weighted.flatMap((one) => parityOf(one, true)),
];
