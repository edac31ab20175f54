import {
  areaUnderCurve,
  DecisionTreeClassifier,
  type DecisionTreeClassifierOptions,
  DecisionTreeRegressor,
  type DecisionTreeRegressorOptions,
  type Dense,
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  IsolationForest,
  type Labels,
  type ProbabilisticClassifier,
  RandomForestClassifier,
  RandomForestRegressor,
  type Regressor,
  regressionMetrics,
} from '../../../layers/learn/index.ts';
import { denseRows } from '../../../layers/learn/matrix.ts';
import { type DatasetName, readDataset, splitDataset } from '../datasets.ts';
import { reference } from '../reference.ts';
import type { Parity } from './Parity.ts';

interface Tree {
  readonly predict: number[];
  readonly importances: number[] | null;
  readonly leaves: number;
}

interface Golden {
  readonly classifierTrees: Record<string, Record<string, Tree>>;
  readonly regressorTrees: Record<string, Record<string, Tree>>;
  readonly randomForestClassifier: Record<string, number>;
  readonly extraTreesClassifier: Record<string, number>;
  readonly randomForestRegressor: Record<string, number>;
  readonly extraTreesRegressor: Record<string, number>;
  readonly isolationForest: Record<string, number>;
}

const golden = reference<Golden>('parity/trees');
const treesOf: Readonly<Record<string, number>> = {
  'breast-cancer': 500,
  credit: 100,
  diabetes: 500,
  ames: 30,
  wine: 2000,
};
const seeds = [0, 1, 2, 3, 4];

/** As python/parity/trees.py has them. */
const classifierTrees: Readonly<Record<string, Readonly<Record<string, DecisionTreeClassifierOptions>>>> = {
  credit: {
    plain: { maxDepth: 5, minSamplesLeaf: 20 },
    balanced: { maxDepth: 3, classWeight: 'balanced' },
    pruned: { ccpAlpha: 0.01 },
  },
  digits: {
    plain: { maxDepth: 4, minSamplesLeaf: 10 },
    entropy: { criterion: 'entropy', maxDepth: 4 },
    pruned: { ccpAlpha: 0.01 },
  },
  'breast-cancer': { entropy: { criterion: 'entropy', maxDepth: 2 } },
  wine: { plain: { maxDepth: 2 } },
};
const regressorTrees: Readonly<Record<string, Readonly<Record<string, DecisionTreeRegressorOptions>>>> = {
  diabetes: {
    plain: { maxDepth: 4, minSamplesLeaf: 5 },
    absolute: { criterion: 'absolute_error', maxDepth: 3, minSamplesLeaf: 5 },
    leaves: { maxLeafNodes: 12 },
    pruned: { ccpAlpha: 100 },
  },
  ames: {
    plain: { maxDepth: 5 },
    absolute: { criterion: 'absolute_error', maxDepth: 2 },
    poisson: { criterion: 'poisson', maxDepth: 4 },
    decrease: { minImpurityDecrease: 20 },
  },
};

function classifierTree(
  dataset: DatasetName,
  name: string,
  options: DecisionTreeClassifierOptions,
): Parity[] {
  const { train, test } = rounded<Labels>(dataset);
  const model = new DecisionTreeClassifier(options).fit(train.X, train.y);
  const theirs = golden.classifierTrees[dataset]![name]!;
  return compared('DecisionTreeClassifier', dataset, options, model, theirs, () =>
    lastOf(model.predictProba(test.X).data, model.classes.length),
  );
}

function regressorTree(dataset: DatasetName, name: string, options: DecisionTreeRegressorOptions): Parity[] {
  const { train, test } = rounded(dataset);
  const model = new DecisionTreeRegressor(options).fit(train.X, train.y);
  const theirs = golden.regressorTrees[dataset]![name]!;
  return compared('DecisionTreeRegressor', dataset, options, model, theirs, () => model.predict(test.X));
}

/** In single precision, as scikit-learn's trees take it: rounding decides where a value is halfway between two others. */
function rounded<Target extends Labels = Float64Array>(dataset: DatasetName) {
  const { train, test } = splitDataset<Target>(dataset);
  const round = (X: Dense): Dense => ({ ...X, data: X.data.map(Math.fround) });
  return { train: { X: round(train.X), y: train.y }, test: { X: round(test.X), y: test.y } };
}

function compared(
  estimator: string,
  dataset: DatasetName,
  options: object,
  model: { readonly featureImportances: Float64Array; readonly trees: { readonly leaves: number } },
  theirs: Tree,
  predict: () => ArrayLike<number>,
): Parity[] {
  const shown = Object.entries(options).map(([name, value]) => `${name}: ${value}`);
  const common = { estimator, dataset, method: 'exact', tolerance: 1e-8 } as const;
  const what = (of: string) => `${of} (${shown.join(', ')})`;
  return [
    { ...common, what: what('predict on the test rows'), ours: predict, theirs: theirs.predict },
    { ...common, what: what('leaves'), ours: () => [model.trees.leaves], theirs: [theirs.leaves] },
    ...(theirs.importances === null
      ? []
      : [
          {
            ...common,
            what: what('featureImportances'),
            ours: () => model.featureImportances,
            theirs: theirs.importances,
          },
        ]),
  ];
}

function lastOf(data: Float64Array, columns: number): Float64Array {
  return data.filter((_, index) => index % columns === columns - 1);
}

function forest(
  estimator: string,
  dataset: DatasetName,
  what: string,
  theirs: number,
  quality: (seed: number) => number,
): Parity {
  const ours = () => [seeds.reduce((sum, seed) => sum + quality(seed), 0) / seeds.length];
  return {
    estimator,
    dataset,
    what: `${what}, mean of 5 seeds`,
    method: 'randomized',
    ours,
    theirs: [theirs],
    tolerance: 0.005,
  };
}

function auc(make: (seed: number) => ProbabilisticClassifier, dataset: DatasetName, theirs: number): Parity {
  const { train, test } = splitDataset<Labels>(dataset);
  return forest(make(0).constructor.name, dataset, 'AUC', theirs, (seed) => {
    const model = make(seed).fit(train.X, train.y);
    const last = model.classes.at(-1)!;
    const isLast = Uint8Array.from(test.y as ArrayLike<unknown>, (label) => Number(label === last));
    return areaUnderCurve(isLast, lastOf(model.predictProba(test.X).data, model.classes.length));
  });
}

function r2(make: (seed: number) => Regressor, dataset: DatasetName, theirs: number): Parity {
  const { train, test } = splitDataset(dataset);
  return forest(
    make(0).constructor.name,
    dataset,
    'R²',
    theirs,
    (seed) => regressionMetrics(test.y, make(seed).fit(train.X, train.y).predict(test.X)).r2,
  );
}

/** Twenty rows of one class among all of the others. */
function outliers(dataset: DatasetName, odd: number): Parity {
  const { X, y } = readDataset(dataset);
  let found = 0;
  const kept = [...y.keys()].filter((row) => y[row] !== odd || ++found <= 20);
  const isOdd = Uint8Array.from(kept, (row) => Number(y[row] === odd));
  const rows = denseRows(X, kept);
  return forest('IsolationForest', dataset, 'AUC', golden.isolationForest[dataset]!, (seed) => {
    const scores = new IsolationForest({ nEstimators: treesOf[dataset]!, seed }).fit(rows).scoreSamples(rows);
    return areaUnderCurve(
      isOdd,
      scores.map((score) => -score),
    );
  });
}

const classifiers = ['breast-cancer', 'credit'] as const;
const regressors = ['diabetes', 'ames'] as const;

export const cases: readonly Parity[] = [
  ...Object.entries(classifierTrees).flatMap(([dataset, all]) =>
    Object.entries(all).flatMap(([name, options]) => classifierTree(dataset as DatasetName, name, options)),
  ),
  ...Object.entries(regressorTrees).flatMap(([dataset, all]) =>
    Object.entries(all).flatMap(([name, options]) => regressorTree(dataset as DatasetName, name, options)),
  ),
  ...classifiers.flatMap((dataset) => [
    auc(
      (seed) => new RandomForestClassifier({ nEstimators: treesOf[dataset]!, seed }),
      dataset,
      golden.randomForestClassifier[dataset]!,
    ),
    auc(
      (seed) => new ExtraTreesClassifier({ nEstimators: treesOf[dataset]!, seed }),
      dataset,
      golden.extraTreesClassifier[dataset]!,
    ),
  ]),
  ...regressors.flatMap((dataset) => [
    r2(
      (seed) => new RandomForestRegressor({ nEstimators: treesOf[dataset]!, seed }),
      dataset,
      golden.randomForestRegressor[dataset]!,
    ),
    r2(
      (seed) => new ExtraTreesRegressor({ nEstimators: treesOf[dataset]!, seed }),
      dataset,
      golden.extraTreesRegressor[dataset]!,
    ),
  ]),
  outliers('breast-cancer', 0),
  outliers('wine', 2),
];
