import type { CapturedPrediction, PredictionLog } from '../../layers/store/predictionLog.ts';

export interface CaptureOptions {
  /**
   * True where the environment lives on between requests: rows are then written in the background.
   * Otherwise it freezes after the response, and they are written before it.
   */
  readonly background: boolean;
  /** Milliseconds between two writes in the background. @default 250 */
  readonly interval?: number;
  /** Called when rows could not be written, and are lost. */
  readonly failed: (error: unknown, rows: number) => void;
}

interface Batch {
  readonly days: number;
  readonly rows: CapturedPrediction[];
}

/** Rows that are written at once, without waiting for the interval. */
const mostWaiting = 500;

/** Collects predictions and writes many at once (docs/adr/0003). It never fails a prediction. */
export class Capture {
  private readonly log: PredictionLog;
  private readonly options: CaptureOptions;
  private waiting = new Map<string, Batch>();
  private size = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(log: PredictionLog, options: CaptureOptions) {
    this.log = log;
    this.options = options;
  }

  /** Resolves at once in the background, or when the rows are written. */
  async add(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void> {
    const batch = this.waiting.get(model) ?? { days, rows: [] };
    batch.rows.push(...rows);
    this.waiting.set(model, batch);
    this.size += rows.length;
    if (!this.options.background) return this.flush();
    if (this.size >= mostWaiting) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), this.options.interval ?? 250);
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batches = this.waiting;
    this.waiting = new Map();
    this.size = 0;
    for (const [model, { rows, days }] of batches) {
      await this.log
        .capture(model, rows, days)
        .catch((error: unknown) => this.options.failed(error, rows.length));
    }
  }
}
