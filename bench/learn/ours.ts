/** Fits one estimator and prints what it took, as JSON: `ours.mjs FOLDER TASK DATA VARIANT THREADS`. */
import {
  DecisionTreeClassifier,
  type Dense,
  HistGradientBoostingClassifier,
  KMeans,
  Lasso,
  LinearRegression,
  LogisticRegression,
  PCA,
  RandomForestClassifier,
  Ridge,
  rocAucScore,
  TSNE,
  trustworthiness,
} from '../../layers/learn/index.ts';
import { denseRows } from '../../layers/learn/matrix.ts';
import { NodeWorkerPool } from '../../layers/threads/NodeWorkerPool.ts';
import { readPart } from './data.ts';
import type { Measured } from './Measured.ts';

const [folder, task, data, variant, threads] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];

type Data = ReturnType<typeof readPart>;

/** Fits, and says how its quality is found. */
type Fit = (data: Data) => () => number;

const supervised =
  (fit: (data: Data) => (X: Dense) => Float64Array): Fit =>
  (train) => {
    const predict = fit(train);
    return () => {
      const { X, y } = readPart(folder, data, 'test');
      return rocAucScore(y, predict(X));
    };
  };

/** Probabilities of the second class. */
const positives = ({ data }: Dense) => data.filter((_, index) => index % 2 === 1);

const tasks: Readonly<Record<string, Fit>> = {
  'linear-regression': supervised(({ X, y }) => {
    const model = new LinearRegression().fit(X, y);
    return (test) => model.predict(test);
  }),
  ridge: supervised(({ X, y }) => {
    const model = new Ridge().fit(X, y);
    return (test) => model.predict(test);
  }),
  lasso: supervised(({ X, y }) => {
    const model = new Lasso({ alpha: 0.001 }).fit(X, y);
    return (test) => model.predict(test);
  }),
  'logistic-regression': supervised(({ X, y }) => {
    const model = new LogisticRegression().fit(X, y);
    return (test) => positives(model.predictProba(test));
  }),
  'hist-gradient-boosting': supervised(({ X, y }) => {
    const model = new HistGradientBoostingClassifier({ maxIter: 100, earlyStopping: false }).fit(
      X,
      y,
      options,
    );
    return (test) => positives(model.predictProba(test));
  }),
  'random-forest': supervised(({ X, y }) => {
    const model = new RandomForestClassifier({ nEstimators: 100 }).fit(X, y);
    return (test) => positives(model.predictProba(test));
  }),
  'decision-tree': supervised(({ X, y }) => {
    const model = new DecisionTreeClassifier().fit(X, y);
    return (test) => positives(model.predictProba(test));
  }),
  'k-means': ({ X }) => {
    const init = denseRows(X, [0, 1, 2, 3, 4, 5, 6, 7]);
    const { inertia } = new KMeans({ nClusters: 8, init, nInit: 1, maxIter: 100 }).fit(X);
    return () => inertia / X.rows;
  },
  pca: ({ X }) => {
    const { explainedVarianceRatio } = new PCA({ nComponents: 5 }).fit(X);
    return () => explainedVarianceRatio.reduce((sum, share) => sum + share, 0);
  },
  't-sne': ({ X }) => {
    const { embedding } = new TSNE().fit(X);
    return () => trustworthiness(X, embedding);
  },
};

// As where WebAssembly is missing: the kernels' twins do the work.
if (variant === 'plain') WebAssembly.validate = () => false;
const options = Number(threads) > 1 ? { pool: new NodeWorkerPool({ size: Number(threads) - 1 }) } : {};

const train = readPart(folder, data, 'train');
const [wall, cpu] = [performance.now(), process.cpuUsage()];
const quality = tasks[task]!(train);
const used = process.cpuUsage(cpu);
const measured: Measured = {
  cpu: (used.user + used.system) / 1e6,
  wall: (performance.now() - wall) / 1e3,
  peak: process.resourceUsage().maxRSS / 1024,
  quality: quality(),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
