import { classificationMetrics, multiclassMetrics, regressionMetrics } from '../learn/index.ts';
import { seededRandom } from '../learn/random.ts';

export interface PerformanceReport {
  /** Predictions whose outcome is known. */
  readonly rows: number;
  /** What can be measured on them: there is no AUC where only one class came in. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Relative loss of the deciding metric against the test set: 0.2 is a fifth worse; below 0 is better. */
  readonly decay: number;
  /** Whether so many rows can hardly be that much worse by chance. */
  readonly beyondChance: boolean;
  /** The loss reaches the tolerance, and is beyond chance. */
  readonly decayed: boolean;
}

export interface JudgedPrediction {
  readonly prediction: unknown;
  readonly outcome: string | number;
}

interface Probabilities {
  readonly probabilities: Readonly<Record<string, number>>;
}

interface Reference {
  readonly metrics: Readonly<Record<string, number>>;
  /** Class that counted as positive. */
  readonly positive?: string;
}

/** Resamples of the rows, of which at most one in a hundred may be no worse than the test set. */
const resamples = 200;
const level = 0.01;

/**
 * Judges predictions by what really happened, against what the test set promised: by RMSE, or by the worse of F1 and AUC,
 * or by log loss where only one class came in. Few rows, or one with a huge error, are worse by chance as often as not:
 * the bootstrap says whether they are (Efron, 1979).
 */
export function performance(
  task: 'regression' | 'classification',
  judged: readonly JudgedPrediction[],
  reference: Reference,
  { tolerance, minRows }: { tolerance: number; minRows: number },
): PerformanceReport | undefined {
  const rows = judged.length;
  if (rows < Math.max(1, minRows)) return undefined;
  const { metrics, lossOf } = judges[task](judged, reference);
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const decay = lossOf(everyRow);
  const beyondChance = decay > 0 && isBeyondChance(lossOf, rows);
  return { rows, metrics, decay, beyondChance, decayed: beyondChance && decay >= tolerance };
}

interface Judged {
  readonly metrics: Readonly<Record<string, number>>;
  /** Relative loss of some of the rows; a row may come more than once. */
  readonly lossOf: (rows: Int32Array) => number;
}

type Judge = (judged: readonly JudgedPrediction[], reference: Reference) => Judged;

const judges: Readonly<Record<'regression' | 'classification', Judge>> = {
  regression: (judged, reference) => {
    const actual = Float64Array.from(judged, ({ outcome }) => Number(outcome));
    const predicted = Float64Array.from(judged, ({ prediction }) => Number(prediction));
    const { rmse, mae } = regressionMetrics(actual, predicted);
    // A perfect model's error is rounding, of which a multiple is no loss.
    const size = Math.sqrt(actual.reduce((sum, value) => sum + value * value, 0) / actual.length);
    const promised = Math.max(reference.metrics.rmse!, 1e-9 * size) || 1;
    const lossOf = (rows: Int32Array) => {
      const squared = rows.reduce((sum, row) => sum + (actual[row]! - predicted[row]!) ** 2, 0);
      return Math.sqrt(squared / rows.length) / promised - 1;
    };
    return { metrics: { rmse, mae }, lossOf };
  },
  classification: (judged, { metrics: promised, positive = '' }) => {
    const { actual, metricsOf } = classified(judged, positive);
    const { f1, auc, logLoss } = metricsOf(Int32Array.from(actual.keys()));
    if (new Set(actual).size === 1) {
      // Nothing can be ranked, and an F1 of 0 may only say that there was nothing to find.
      const before = Math.max(promised.logLoss!, 0.01);
      return { metrics: { logLoss }, lossOf: (rows) => metricsOf(rows).logLoss / before - 1 };
    }
    const lossOf = (rows: Int32Array) => {
      const now = metricsOf(rows);
      const losses = (['f1', 'auc'] as const).filter((name) => promised[name]! > 0);
      return Math.max(...losses.map((name) => 1 - now[name] / promised[name]!));
    };
    return { metrics: { f1, auc, logLoss }, lossOf };
  },
};

/** The metrics of some rows as the test set's were taken: of the positive class of two, else over all of them. */
function classified(judged: readonly JudgedPrediction[], positive: string) {
  const given = judged.map(({ prediction }) => (prediction as Probabilities).probabilities);
  const classes = Object.keys(given[0]!);
  if (classes.length > 2) {
    const probabilities = classes.map((name) => Float64Array.from(given, (row) => row[name] ?? 0));
    const actual = Int32Array.from(judged, ({ outcome }) => classes.indexOf(String(outcome)));
    const predicted = Int32Array.from(given, (_, row) =>
      classes.reduce(
        (best, __, code) => (probabilities[code]![row]! > probabilities[best]![row]! ? code : best),
        0,
      ),
    );
    const metricsOf = (rows: Int32Array) =>
      multiclassMetrics(
        rows.map((row) => actual[row]!),
        rows.map((row) => predicted[row]!),
        probabilities.map((values) => Float64Array.from(rows, (row) => values[row]!)),
      );
    return { actual, metricsOf };
  }
  const actual = Int32Array.from(judged, ({ outcome }) => (String(outcome) === positive ? 1 : 0));
  const probability = Float64Array.from(given, (row) => row[positive] ?? 0);
  const metricsOf = (rows: Int32Array) =>
    classificationMetrics(
      Uint8Array.from(rows, (row) => actual[row]!),
      Float64Array.from(rows, (row) => probability[row]!),
    );
  return { actual, metricsOf };
}

function isBeyondChance(lossOf: Judged['lossOf'], rows: number): boolean {
  const random = seededRandom(1);
  let noWorse = 0;
  for (let sample = 0; sample < resamples; sample++) {
    const drawn = Int32Array.from({ length: rows }, () => Math.floor(random() * rows));
    if (lossOf(drawn) <= 0) noWorse++;
    if (noWorse > level * resamples) return false;
  }
  return true;
}
