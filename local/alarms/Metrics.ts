/** What was measured in a second: as much as every statistic needs, however many values there were. */
interface Second {
  /** Seconds since 1970. */
  readonly at: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** How often each value was there, to three digits. */
  readonly values: Map<number, number>;
}

/** Seconds that are kept: the longest period of an alarm and some more. */
const kept = 3 * 86_400;

const statistics: Readonly<Record<string, (seconds: readonly Second[]) => number>> = {
  Sum: (seconds) => seconds.reduce((sum, second) => sum + second.sum, 0),
  Maximum: (seconds) => seconds.reduce((most, { maximum }) => Math.max(most, maximum), -Infinity),
  Minimum: (seconds) => seconds.reduce((least, { minimum }) => Math.min(least, minimum), Infinity),
  Average: (seconds) => statistics.Sum!(seconds) / statistics.SampleCount!(seconds),
  SampleCount: (seconds) => seconds.reduce((sum, { count }) => sum + count, 0),
};

/** Namespace, name and dimensions of a metric. */
export type MetricName = readonly [string, string, Readonly<Record<string, string>>];

/** True for the statistics that `statistic` gives: those of the table, and percentiles such as p99 or p99.9. */
export function isStatistic(name: string): boolean {
  return name in statistics || percentileOf(name) !== undefined;
}

/** CloudWatch's metrics, in memory: those that functions embed in their logs and those of the services. */
export class Metrics {
  private readonly series = new Map<string, Second[]>();

  put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    now: number = Date.now(),
  ): void {
    const key = keyOf(namespace, name, dimensions);
    const seconds = this.series.get(key) ?? [];
    this.series.set(key, seconds);
    const at = Math.floor(now / 1000);
    while (seconds[0] && seconds[0].at < at - kept) seconds.shift();
    let second = seconds.at(-1);
    if (second?.at !== at) {
      second = { at, count: 0, sum: 0, minimum: value, maximum: value, values: new Map() };
      seconds.push(second);
    }
    second.count += 1;
    second.sum += value;
    second.minimum = Math.min(second.minimum, value);
    second.maximum = Math.max(second.maximum, value);
    const rounded = Number(value.toPrecision(3));
    second.values.set(rounded, (second.values.get(rounded) ?? 0) + 1);
  }

  /** Takes the metrics out of a log line in the embedded metric format. True when it was one. */
  readEmbedded(line: string): boolean {
    if (!line.includes('"_aws"')) return false;
    const log = parse(line);
    const directives = log?._aws?.CloudWatchMetrics;
    if (!log || !Array.isArray(directives)) return false;
    for (const { Namespace, Dimensions = [[]], Metrics: metrics } of directives) {
      for (const { Name } of metrics) {
        for (const names of Dimensions.length > 0 ? Dimensions : [[]]) {
          const dimensions = Object.fromEntries(names.map((name) => [name, String(log[name])]));
          for (const value of [log[Name]].flat()) this.put(Namespace, Name, dimensions, Number(value));
        }
      }
    }
    return true;
  }

  /** A statistic of the last period, to the second; undefined when nothing was measured. */
  statistic(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    statistic: string,
    period: number,
    end: number = Date.now(),
  ): number | undefined {
    const last = Math.floor(end / 1000);
    const seconds = (this.series.get(keyOf(namespace, name, dimensions)) ?? []).filter(
      ({ at }) => at > last - period && at <= last,
    );
    if (seconds.length === 0) return undefined;
    const percentile = percentileOf(statistic);
    return percentile === undefined ? statistics[statistic]!(seconds) : quantile(seconds, percentile / 100);
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

/** The smallest value that at least a share of all does not exceed. */
function quantile(seconds: readonly Second[], share: number): number {
  const counts = new Map<number, number>();
  for (const { values } of seconds)
    for (const [value, count] of values) counts.set(value, (counts.get(value) ?? 0) + count);
  let left = Math.ceil(share * statistics.SampleCount!(seconds));
  const sorted = [...counts].sort(([a], [b]) => a - b);
  for (const [value, count] of sorted) {
    left -= count;
    if (left <= 0) return value;
  }
  return sorted.at(-1)![0];
}

function keyOf(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
