import { measure } from './format.ts';

/** The metrics that say most come first, in a line that has no room for all; others follow as they were recorded. */
const telling = ['r2', 'rmse', 'mae', 'auc', 'f1', 'accuracy', 'logLoss'];
const shown = 4;

/** A few metrics in one line: `r2 0.959  rmse 21,794`. */
export function metricsText(
  metrics: Readonly<Record<string, number>>,
  paint: (text: string) => string,
): string {
  const rank = (name: string) => (telling.includes(name) ? telling.indexOf(name) : telling.length);
  return Object.entries(metrics)
    .sort(([a], [b]) => rank(a) - rank(b))
    .slice(0, shown)
    .map(([name, value]) => `${paint(name)} ${measure(value)}`)
    .join('  ');
}
