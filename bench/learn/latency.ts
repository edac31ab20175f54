import {
  HistGradientBoostingClassifier,
  type ProbabilisticModel,
  RandomForestClassifier,
} from '../../layers/learn/index.ts';
import { median } from '../statistics.ts';
import { readPart } from './data.ts';

export interface Latency {
  /** Rows that were predicted one by one, and how often all of them were. */
  readonly rows: number;
  readonly repeats: number;
  readonly boosting: OneRow;
  readonly forest: OneRow;
}

interface OneRow {
  readonly microseconds: number;
  /** Of heap that a row took. */
  readonly bytes: number;
}

const [rows, repeats] = [20_000, 5];

/** One row through 100 trees of each kind, fitted to the first 20,000 of flights. */
export function measureLatency(folder: string): Latency {
  const { X, y } = readPart(folder, `flights@${rows}`, 'train');
  const measure = (model: ProbabilisticModel): OneRow => {
    const one = (row: number) =>
      model.predictProba({
        rows: 1,
        columns: X.columns,
        data: X.data.subarray(row * X.columns, (row + 1) * X.columns),
      });
    const all = Array.from({ length: X.rows }, (_, row) => row);
    for (const row of all) one(row);
    const times = Array.from({ length: repeats }, () => {
      const start = performance.now();
      for (const row of all) one(row);
      return ((performance.now() - start) * 1e3) / X.rows;
    });
    const before = process.memoryUsage().heapUsed;
    for (const row of all.slice(0, 1000)) one(row);
    return { microseconds: median(times), bytes: (process.memoryUsage().heapUsed - before) / 1000 };
  };
  return {
    rows,
    repeats,
    boosting: measure(new HistGradientBoostingClassifier({ earlyStopping: false }).fit(X, y)),
    forest: measure(new RandomForestClassifier({ nEstimators: 100 }).fit(X, y)),
  };
}
