/** One metric: a value, or up to 100 of them, which is what a line may hold. */
export interface EmbeddedMetric {
  readonly value: number | readonly number[];
  readonly unit: 'None' | 'Count' | 'Milliseconds';
}

/**
 * Prints metrics of a model in the embedded metric format, which CloudWatch takes out of the log: namespace `Millrace`,
 * dimension `Model`. Numbers that are not finite are left out, as JSON cannot carry them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param now milliseconds since 1970
 * @example putMetrics('housing', { DataDrift: { value: 0.25, unit: 'None' } }, Date.now())
 */
export function putMetrics(
  model: string,
  metrics: Readonly<Record<string, EmbeddedMetric>>,
  now: number,
): void {
  const measured = Object.entries(metrics).flatMap(([name, { value, unit }]) => {
    const values = typeof value === 'number' ? value : value.filter(Number.isFinite);
    const any = typeof values === 'number' ? Number.isFinite(values) : values.length > 0;
    return any ? [{ name, unit, values }] : [];
  });
  if (measured.length === 0) return;
  const directive = {
    Namespace: 'Millrace',
    Dimensions: [['Model']],
    Metrics: measured.map(({ name, unit }) => ({ Name: name, Unit: unit })),
  };
  const line = {
    _aws: { Timestamp: now, CloudWatchMetrics: [directive] },
    Model: model,
    ...Object.fromEntries(measured.map(({ name, values }) => [name, values])),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
