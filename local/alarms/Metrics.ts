interface Point {
  readonly at: number;
  readonly value: number;
}

/** Milliseconds that points are kept: the longest period of an alarm and some more. */
const kept = 3 * 86_400_000;

const statistics: Readonly<Record<string, (values: number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  SampleCount: (values) => values.length,
};

/** CloudWatch's metrics, in memory: those that functions embed in their logs and those of the services. */
export class Metrics {
  private readonly series = new Map<string, Point[]>();

  put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    at: number = Date.now(),
  ): void {
    const key = keyOf(namespace, name, dimensions);
    const points = this.series.get(key) ?? [];
    while (points[0] && points[0].at < at - kept) points.shift();
    points.push({ at, value });
    this.series.set(key, points);
  }

  /** Takes the metrics out of a log line in the embedded metric format. True when it was one. */
  readEmbedded(line: string): boolean {
    if (!line.includes('"_aws"')) return false;
    const log = JSON.parse(line) as Record<string, unknown> & {
      _aws: {
        CloudWatchMetrics: { Namespace: string; Dimensions?: string[][]; Metrics: { Name: string }[] }[];
      };
    };
    for (const { Namespace, Dimensions = [[]], Metrics: metrics } of log._aws.CloudWatchMetrics) {
      for (const { Name } of metrics) {
        for (const names of Dimensions.length > 0 ? Dimensions : [[]]) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(log[name])]));
          for (const value of [log[Name]].flat()) this.put(Namespace, Name, dimensions, Number(value));
        }
      }
    }
    return true;
  }

  /** A statistic of the last period; undefined without points. */
  statistic(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    statistic: string,
    seconds: number,
    end: number = Date.now(),
  ): number | undefined {
    const points = this.series.get(keyOf(namespace, name, dimensions)) ?? [];
    const values = points
      .filter(({ at }) => at > end - seconds * 1000 && at <= end)
      .map(({ value }) => value);
    if (values.length === 0) return undefined;
    const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
    if (percentile !== undefined) {
      const sorted = values.sort((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)];
    }
    return statistics[statistic]!(values);
  }
}

function keyOf(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
