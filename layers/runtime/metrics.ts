/** One metric of a line in CloudWatch's embedded metric format. */
export interface EmbeddedMetric {
  readonly value: number | readonly number[];
  readonly unit: 'None' | 'Count' | 'Milliseconds' | 'Percent';
}

/**
 * Prints metrics of a model in the embedded metric format, which CloudWatch takes out of the log:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function putMetrics(
  model: string,
  metrics: Readonly<Record<string, EmbeddedMetric>>,
  now: number,
): void {
  const directive = {
    Namespace: 'Millrace',
    Dimensions: [['Model']],
    Metrics: Object.entries(metrics).map(([Name, { unit }]) => ({ Name, Unit: unit })),
  };
  const values = Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]));
  process.stdout.write(
    `${JSON.stringify({ _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, Model: model, ...values })}\n`,
  );
}
