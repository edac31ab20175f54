import type { EmbeddedMetric } from '../../layers/runtime/metrics.ts';

interface Collected {
  errors: number;
  readonly milliseconds: number[];
}

/** Values that one line in the embedded metric format may hold for a metric. */
const mostValues = 100;

/** Latency and errors of each model's predictions, printed together, once a second, where the environment lives on. */
export class Measurements {
  private readonly print: (model: string, metrics: Readonly<Record<string, EmbeddedMetric>>) => void;
  private readonly background: boolean;
  private readonly models = new Map<string, Collected>();
  private timer: NodeJS.Timeout | undefined;

  constructor(print: Measurements['print'], background: boolean) {
    this.print = print;
    this.background = background;
  }

  add(model: string, milliseconds: number, failed: boolean): void {
    const collected = this.models.get(model) ?? { errors: 0, milliseconds: [] };
    collected.milliseconds.push(milliseconds);
    if (failed) collected.errors += 1;
    this.models.set(model, collected);
    if (!this.background || collected.milliseconds.length >= mostValues) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), 1000).unref();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [model, { errors, milliseconds }] of this.models) {
      this.print(model, {
        PredictionErrors: { value: errors, unit: 'Count' },
        PredictionLatency: { value: milliseconds, unit: 'Milliseconds' },
      });
    }
    this.models.clear();
  }
}
