interface Series {
  readonly points: { readonly at: number; readonly value: number }[];
  /** Milliseconds that its points are kept. */
  kept: number;
}

/** What names a metric. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Statistics of one value or more. */
const statistics: Readonly<Record<string, (values: Float64Array) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  SampleCount: (values) => values.length,
};

/** True for the statistics that `statistic` gives: those of the table, and percentiles such as p99 or p99.9. */
export function isStatistic(name: string): boolean {
  return name in statistics || percentileOf(name) !== undefined;
}

/**
 * CloudWatch's metrics, in memory: those that functions embed in their logs and those of the services. Only what
 * is watched is kept, and only for as long as it is.
 */
export class Metrics {
  private readonly series = new Map<string, Series>();

  /** Keeps the points of a metric for so many seconds from now on. */
  watch(metric: MetricName, seconds: number): void {
    const key = keyOf(metric);
    const series = this.series.get(key) ?? { points: [], kept: 0 };
    series.kept = Math.max(series.kept, seconds * 1000);
    this.series.set(key, series);
  }

  put(metric: MetricName, value: number, at: number = Date.now()): void {
    this.series.get(keyOf(metric))?.points.push({ at, value });
  }

  /** Takes the metrics out of a log line in the embedded metric format. True when it was one. */
  readEmbedded(line: string): boolean {
    if (!line.includes('"_aws"')) return false;
    const log = parse(line);
    const directives = log?._aws?.CloudWatchMetrics;
    if (!Array.isArray(directives)) return false;
    for (const { Namespace, Dimensions = [[]], Metrics: metrics } of directives) {
      for (const { Name } of metrics) {
        for (const names of Dimensions.length > 0 ? Dimensions : [[]]) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(log![name])]));
          const metric = { namespace: Namespace, name: Name, dimensions };
          for (const value of [log![Name]].flat()) this.put(metric, Number(value));
        }
      }
    }
    return true;
  }

  /** A statistic of the period that ends now: points later than its start, to its end; undefined without any. */
  statistic(
    metric: MetricName,
    statistic: string,
    seconds: number,
    end: number = Date.now(),
  ): number | undefined {
    const series = this.series.get(keyOf(metric));
    if (!series) return undefined;
    const { points, kept } = series;
    const expired = points.findIndex(({ at }) => at > end - kept);
    points.splice(0, expired === -1 ? points.length : expired);
    const inside = points.filter(({ at }) => at > end - seconds * 1000 && at <= end);
    if (inside.length === 0) return undefined;
    const values = Float64Array.from(inside, ({ value }) => value);
    const percentile = percentileOf(statistic);
    if (percentile === undefined) return statistics[statistic]!(values);
    const rank = Math.ceil((percentile / 100) * values.length);
    return values.sort()[Math.max(rank, 1) - 1];
  }
}

interface EmbeddedLog {
  readonly _aws?: {
    readonly CloudWatchMetrics?: {
      readonly Namespace: string;
      readonly Dimensions?: string[][];
      readonly Metrics: { readonly Name: string }[];
    }[];
  };
  readonly [key: string]: unknown;
}

/** Undefined for a line that only looks like JSON: functions may print what they like. */
function parse(line: string): EmbeddedLog | undefined {
  try {
    return JSON.parse(line) as EmbeddedLog;
  } catch {
    return undefined;
  }
}

function percentileOf(statistic: string): number | undefined {
  const text = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(statistic)?.[1];
  return text === undefined ? undefined : Number(text);
}

function keyOf({ namespace, name, dimensions }: MetricName): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
