import { classificationMetrics, regressionMetrics } from '../learn/index.ts';

export interface PerformanceReport {
  /** Predictions whose outcome is known. */
  readonly rows: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Relative loss of the deciding metric against the test set: 0.2 is a fifth worse; below 0 is better. */
  readonly decay: number;
  readonly decayed: boolean;
}

export interface JudgedPrediction {
  readonly prediction: unknown;
  readonly outcome: string | number;
}

/** Judges predictions by what really happened, against what the test set promised: by RMSE, or by AUC and F1. */
export function performance(
  task: 'regression' | 'classification',
  judged: readonly JudgedPrediction[],
  reference: Readonly<Record<string, number>>,
  { tolerance, minRows, positive }: { tolerance: number; minRows: number; positive?: string },
): PerformanceReport | undefined {
  if (judged.length < minRows) return undefined;
  if (task === 'regression') {
    const { rmse, mae } = regressionMetrics(
      Float64Array.from(judged, ({ outcome }) => Number(outcome)),
      Float64Array.from(judged, ({ prediction }) => Number(prediction)),
    );
    return report(judged.length, { rmse, mae }, rmse / reference.rmse! - 1, tolerance);
  }
  const chosen =
    positive ??
    Object.keys((judged[0]!.prediction as { probabilities: Record<string, number> }).probabilities).at(-1)!;
  const { f1, auc, logLoss } = classificationMetrics(
    Uint8Array.from(judged, ({ outcome }) => (String(outcome) === chosen ? 1 : 0)),
    Float64Array.from(
      judged,
      ({ prediction }) =>
        (prediction as { probabilities: Record<string, number> }).probabilities[chosen] ?? 0,
    ),
  );
  const loss = Math.max(1 - f1 / reference.f1!, 1 - auc / reference.auc!);
  return report(judged.length, { f1, auc, logLoss }, loss, tolerance);
}

function report(
  rows: number,
  metrics: Record<string, number>,
  decay: number,
  tolerance: number,
): PerformanceReport {
  return { rows, metrics, decay, decayed: decay >= tolerance };
}
