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
} from '../../layers/learn/index.ts';
import { seededRandom } from '../../layers/learn/random.ts';

export interface Growth {
  readonly shapes: readonly Shape[];
  readonly estimators: readonly {
    readonly name: string;
    /** For each shape; undefined where it was not tried, since the one before took too long. */
    readonly seconds: readonly (number | undefined)[];
  }[];
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

const shapes: readonly Shape[] = [
  { rows: 10_000, columns: 10 },
  { rows: 100_000, columns: 10 },
  { rows: 1_000_000, columns: 10 },
  { rows: 10_000, columns: 100 },
  { rows: 10_000, columns: 1000 },
];

/** A fit of more seconds than this is not tried on ten times as much. */
const patience = 20;

type Fit = (X: Dense, y: Float64Array) => unknown;

const estimators: Readonly<Record<string, Fit>> = {
  LinearRegression: (X, y) => new LinearRegression().fit(X, y),
  Ridge: (X, y) => new Ridge().fit(X, y),
  'Lasso (alpha: 0.01)': (X, y) => new Lasso({ alpha: 0.01 }).fit(X, y),
  LogisticRegression: (X, y) => new LogisticRegression().fit(X, y),
  DecisionTreeClassifier: (X, y) => new DecisionTreeClassifier().fit(X, y),
  'RandomForestClassifier (10 trees)': (X, y) => new RandomForestClassifier({ nEstimators: 10 }).fit(X, y),
  'HistGradientBoostingClassifier (100 × 31 leaves)': (X, y) =>
    new HistGradientBoostingClassifier({ earlyStopping: false }).fit(X, y),
  'KMeans (8 clusters)': (X) => new KMeans({ nClusters: 8, nInit: 1 }).fit(X),
  'PCA (5 components)': (X) => new PCA({ nComponents: 5 }).fit(X),
};

/** CPU seconds of one fit each; the first of a size pays for compiling. */
export function measureGrowth(say: (line: string) => void): Growth {
  const problems = shapes.map(problemOf);
  const measured = Object.entries(estimators).map(([name, fit]) => {
    fit(problems[0]!.X, problems[0]!.y);
    const seconds = shapes.map((): number | undefined => undefined);
    for (const [index, { rows, columns }] of shapes.entries()) {
      // The shape with a tenth of the rows or of the columns.
      const before = shapes.findIndex(
        (one) =>
          one.rows * one.columns * 10 === rows * columns && (one.rows === rows || one.columns === columns),
      );
      if (before !== -1 && !((seconds[before] ?? Number.POSITIVE_INFINITY) < patience)) continue;
      const start = process.cpuUsage();
      fit(problems[index]!.X, problems[index]!.y);
      const { user, system } = process.cpuUsage(start);
      seconds[index] = (user + system) / 1e6;
      say(`${name}, ${rows} × ${columns}: ${seconds[index]} s`);
    }
    return { name, seconds };
  });
  return { shapes, estimators: measured };
}

/** Normal features by sums of uniform ones; a class that half of them decide. */
function problemOf({ rows, columns }: Shape): { X: Dense; y: Float64Array } {
  const random = seededRandom(rows + columns);
  const data = Float64Array.from({ length: rows * columns }, () => 2 * (random() + random() + random()) - 3);
  const y = Float64Array.from({ length: rows }, (_, row) => {
    let score = 2 * (random() - 0.5);
    for (let column = 0; column < columns / 2; column++)
      score += data[row * columns + column]! / Math.sqrt(columns);
    return Number(score > 0);
  });
  return { X: { rows, columns, data }, y };
}
