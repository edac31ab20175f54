/** Fits one estimator of npm's ml-* packages and prints what it took, as JSON: `npm.mjs FOLDER TASK DATA`. Lies beside their node_modules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DecisionTreeClassifier } from 'ml-cart';
import { kmeans } from 'ml-kmeans';
import LogisticRegression from 'ml-logistic-regression';
import { Matrix } from 'ml-matrix';
import { PCA } from 'ml-pca';
import { RandomForestClassifier } from 'ml-random-forest';
import LinearRegression from 'ml-regression-multivariate-linear';

const [folder, task, data] = process.argv.slice(2);
const [name, rows] = data.split('@');

function read(part) {
  const shape = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const numbers = (what) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}-${part}-${what}.f64`));
    return new Float64Array(buffer, byteOffset, byteLength / 8);
  };
  const [X, y] = [numbers('X'), numbers('y')];
  const length = Math.min(shape[part], Number(rows));
  const { columns } = shape;
  return {
    X: Array.from({ length }, (_, row) => [...X.subarray(row * columns, (row + 1) * columns)]),
    y: [...y.subarray(0, length)],
  };
}

/** Area under the ROC curve by ranks, ties counted half. */
function areaUnderCurve(actual, scores) {
  const order = scores.map((_, row) => row).sort((a, b) => scores[a] - scores[b]);
  let [positives, ranks] = [0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++;
    for (let index = start; index < end; index++) {
      if (actual[order[index]] !== 1) continue;
      positives++;
      ranks += (start + 1 + end) / 2;
    }
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}

const supervised = (fit) => (train) => {
  const predict = fit(train);
  return () => {
    const test = read('test');
    return areaUnderCurve(test.y, predict(test.X));
  };
};

const tasks = {
  'linear-regression': supervised(({ X, y }) => {
    const model = new LinearRegression(
      X,
      y.map((value) => [value]),
    );
    return (test) => model.predict(test).map(([value]) => value);
  }),
  'logistic-regression': supervised(({ X, y }) => {
    // Its defaults, 50,000 steps, do not end within an hour.
    const model = new LogisticRegression({ numSteps: 200, learningRate: 1e-4 });
    const withOnes = (from) => new Matrix(from.map((row) => [...row, 1]));
    model.train(withOnes(X), Matrix.columnVector(y));
    return (test) => model.classifiers[1].testScores(withOnes(test));
  }),
  'decision-tree': supervised(({ X, y }) => {
    const model = new DecisionTreeClassifier();
    model.train(X, y);
    return (test) => model.predict(test);
  }),
  'random-forest': supervised(({ X, y }) => {
    const model = new RandomForestClassifier({
      nEstimators: 100,
      seed: 0,
      useSampleBagging: true,
      maxFeatures: 0.3,
    });
    model.train(X, y);
    return (test) => model.predictProbability(test, 1);
  }),
  'k-means': ({ X }) => {
    const { clusters, centroids } = kmeans(X, 8, { initialization: X.slice(0, 8), maxIterations: 100 });
    const squared = (row, centre) =>
      row.reduce((sum, value, column) => sum + (value - centre[column]) ** 2, 0);
    return () => X.reduce((sum, row, index) => sum + squared(row, centroids[clusters[index]]), 0) / X.length;
  },
  pca: ({ X }) => {
    const shares = new PCA(X).getExplainedVariance();
    return () => shares.slice(0, 5).reduce((sum, share) => sum + share, 0);
  },
};

const train = read('train');
const [wall, cpu] = [performance.now(), process.cpuUsage()];
const quality = tasks[task](train);
const used = process.cpuUsage(cpu);
const measured = {
  cpu: (used.user + used.system) / 1e6,
  wall: (performance.now() - wall) / 1e3,
  peak: process.resourceUsage().maxRSS / 1024,
  quality: quality(),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
