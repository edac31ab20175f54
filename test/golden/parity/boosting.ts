import {
  accuracyScore,
  HistGradientBoostingClassifier,
  type HistGradientBoostingClassifierOptions,
  HistGradientBoostingRegressor,
  type HistGradientBoostingRegressorOptions,
  type Labels,
  meanPinballLoss,
  r2Score,
  rocAucScore,
  type Table,
} from '../../../layers/learn/index.ts';
import { takeRows } from '../../../layers/learn/table.ts';
import { type DatasetName, readTable } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

type Values<Value> = Readonly<Record<string, Value>>;

interface Golden {
  readonly classifiers: Values<number[]>;
  readonly regressors: Values<Values<number[]>>;
  readonly constrained: Values<number[]>;
  readonly signs: Values<Values<number>>;
  readonly qualities: Values<number>;
}

const golden = reference<Golden>('parity/boosting');
const classifier = 'HistGradientBoostingClassifier';
const regressor = 'HistGradientBoostingRegressor';
const seeds = [0, 1, 2, 3, 4];

interface Part {
  readonly X: Table;
  readonly y: Labels;
}

/** Texts are categories; `numbers` leaves them out. */
function parts(name: DatasetName, numbers = false): { readonly train: Part; readonly test: Part } {
  const { length, columns } = readTable(name);
  const partOf = (isIn: (row: number) => boolean): Part => {
    const rows = Int32Array.from({ length }, (_, row) => row).filter(isIn);
    const { target, ...features } = takeRows({ length, columns }, rows).columns;
    const kept = Object.entries(features).filter(([, { kind }]) => !numbers || kind === 'number');
    const X = { length: rows.length, columns: Object.fromEntries(kept) };
    if (target!.kind === 'number') return { X, y: target!.values };
    const { codes, categories } = target!;
    return { X, y: Array.from(codes, (code) => categories[code]!) };
  };
  return { train: partOf((row) => row % 4 !== 3), test: partOf((row) => row % 4 === 3) };
}

function fitClassifier({ X, y }: Part, options: HistGradientBoostingClassifierOptions) {
  return new HistGradientBoostingClassifier({ earlyStopping: false, ...options }).fit(X, y);
}

function fitRegressor({ X, y }: Part, options: HistGradientBoostingRegressorOptions) {
  return new HistGradientBoostingRegressor({ earlyStopping: false, ...options }).fit(X, y as Float64Array);
}

/** Gradients are rounded, here to 30 bits and there to 24. */
const near = { method: 'iterative', tolerance: 1e-6 } as const;
const alike = { method: 'randomized', tolerance: 0.005 } as const;

function probabilities(dataset: DatasetName, options: HistGradientBoostingClassifierOptions = {}): Parity {
  const ours = () => {
    const { train, test } = parts(dataset);
    const { columns, data } = fitClassifier(train, options).predictProba(test.X);
    return data.filter((_, at) => at % columns === 1);
  };
  const what = 'predictProba of the second class on the test rows';
  return { ...near, estimator: classifier, dataset, what, ours, theirs: golden.classifiers[dataset]! };
}

function predictions(
  dataset: DatasetName,
  options: HistGradientBoostingRegressorOptions,
  what: string,
  theirs: number[],
): Parity {
  const ours = () => {
    const { train, test } = parts(dataset, options.monotonicCst !== undefined);
    return fitRegressor(train, options).predict(test.X);
  };
  return { ...near, estimator: regressor, dataset, what: `predict on the test rows, ${what}`, ours, theirs };
}

const losses = (['squared_error', 'poisson', 'gamma'] as const).flatMap((loss) =>
  (['ames', 'diabetes'] as const).map((dataset) =>
    predictions(dataset, { loss }, loss, golden.regressors[loss]![dataset]!),
  ),
);

/** Gradients of 1 and -1 give splits of the very same gain, of which rounding errors choose one. */
const signs = (['ames', 'diabetes'] as const).flatMap((dataset): Parity[] => {
  const quality = (
    options: HistGradientBoostingRegressorOptions,
    score: (y: Float64Array, predicted: Float64Array) => number,
  ) => {
    const { train, test } = parts(dataset);
    return [score(test.y as Float64Array, fitRegressor(train, options).predict(test.X))];
  };
  const { absolute_error: absolute, quantile } = golden.signs;
  const pinball = quantile![dataset]!;
  return [
    {
      ...alike,
      estimator: regressor,
      dataset,
      what: 'R² on the test rows, absolute_error',
      ours: () => quality({ loss: 'absolute_error' }, r2Score),
      theirs: [absolute![dataset]!],
    },
    {
      ...alike,
      estimator: regressor,
      dataset,
      what: 'pinball loss on the test rows as a share of theirs, quantile 0.8',
      ours: () =>
        quality(
          { loss: 'quantile', quantile: 0.8 },
          (y, predicted) => meanPinballLoss(y, predicted, { alpha: 0.8 }) / pinball,
        ),
      theirs: [1],
    },
  ];
});

function areas(dataset: DatasetName, options: HistGradientBoostingClassifierOptions) {
  const { train, test } = parts(dataset);
  const { classes } = fitClassifier(train, { maxIter: 1 });
  const y = Float64Array.from(test.y as ArrayLike<string | number>, (label) => Number(label === classes[1]));
  return (seed: number) => {
    const { data } = fitClassifier(train, { ...options, seed }).predictProba(test.X);
    return rocAucScore(
      y,
      data.filter((_, at) => at % 2 === 1),
    );
  };
}

const mean = (of: (seed: number) => number) => [
  seeds.reduce((sum, seed) => sum + of(seed), 0) / seeds.length,
];
const drawn = { maxFeatures: 0.5, earlyStopping: true };
const how = 'maxFeatures 0.5, earlyStopping, mean of 5 seeds';

const qualities: Parity[] = [
  {
    ...alike,
    estimator: classifier,
    dataset: 'credit',
    what: 'AUC on the test rows, missing values and categories as they are',
    ours: () => [areas('credit', {})(0)],
    theirs: [golden.qualities.credit!],
  },
  ...(['breast-cancer', 'credit'] as const).map(
    (dataset): Parity => ({
      ...alike,
      estimator: classifier,
      dataset,
      what: `AUC on the test rows, ${how}`,
      ours: () => mean(areas(dataset, drawn)),
      theirs: [golden.qualities[`${dataset} drawn`]!],
    }),
  ),
  {
    ...alike,
    estimator: classifier,
    dataset: 'digits',
    what: `accuracy on the test rows, ${how}`,
    ours: () => {
      const { train, test } = parts('digits');
      return mean((seed) =>
        accuracyScore(test.y, fitClassifier(train, { ...drawn, maxIter: 40, seed }).predict(test.X)),
      );
    },
    theirs: [golden.qualities['digits drawn']!],
  },
  {
    ...alike,
    estimator: regressor,
    dataset: 'ames',
    what: `R² on the test rows, ${how}`,
    ours: () => {
      const { train, test } = parts('ames');
      return mean((seed) =>
        r2Score(test.y as Float64Array, fitRegressor(train, { ...drawn, seed }).predict(test.X)),
      );
    },
    theirs: [golden.qualities['ames drawn']!],
  },
];

export const cases: readonly Parity[] = [
  probabilities('breast-cancer'),
  probabilities('wine', { maxIter: 30 }),
  probabilities('digits', { maxIter: 10, minSamplesLeaf: 5 }),
  ...losses,
  predictions(
    'ames',
    { monotonicCst: Array<number>(16).fill(1), interactionCst: 'no_interactions' },
    'monotonic, no interactions',
    golden.constrained.ames!,
  ),
  predictions(
    'diabetes',
    { monotonicCst: [0, 0, 0, 0, 0, 0, -1, 0, 0, 0] },
    'monotonic',
    golden.constrained.diabetes!,
  ),
  ...signs,
  ...qualities,
];
