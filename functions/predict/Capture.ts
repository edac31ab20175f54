import type { CapturedPrediction, PredictionLog } from '../../layers/store/predictionLog.ts';

export interface CaptureOptions {
  /**
   * True where the environment lives on between requests: rows are then written in the background.
   * Otherwise it freezes after the response, and they are written before it.
   */
  readonly background: boolean;
  /** Milliseconds between two writes in the background. @default 250 */
  readonly interval?: number;
  /** Called when rows of a model could not be written, and are lost. */
  readonly failed: (model: string, rows: number, error: unknown) => void;
}

interface Batch {
  readonly days: number;
  readonly rows: CapturedPrediction[];
}

/** Rows that are written at once, without waiting for the interval. */
const soon = 500;
/** Rows kept in memory, waiting or being written: when the store falls behind, further rows are lost, not the environment. */
const mostRows = 50_000;

/** Collects predictions and writes many at once (docs/adr/0003). It never fails a prediction. */
export class Capture {
  private readonly log: Pick<PredictionLog, 'capture'>;
  private readonly options: CaptureOptions;
  private waiting = new Map<string, Batch>();
  private waitingRows = 0;
  private writingRows = 0;
  private readonly writing = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(log: Pick<PredictionLog, 'capture'>, options: CaptureOptions) {
    this.log = log;
    this.options = options;
  }

  /** Resolves at once in the background, or when the rows are written. Never rejects. */
  async add(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void> {
    if (!this.options.background) return this.write(model, { days, rows: [...rows] });
    if (this.waitingRows + this.writingRows + rows.length > mostRows) {
      this.options.failed(model, rows.length, new Error(`${mostRows} rows wait to be written already`));
      return;
    }
    const batch = this.waiting.get(model) ?? { days, rows: [] };
    for (const row of rows) batch.rows.push(row);
    this.waiting.set(model, batch);
    this.waitingRows += rows.length;
    if (this.waitingRows >= soon) this.start();
    else this.timer ??= setTimeout(() => this.start(), this.options.interval ?? 250);
  }

  /** Writes what waits, and resolves when everything is written. */
  async flush(): Promise<void> {
    this.start();
    await Promise.all(this.writing);
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batches = this.waiting;
    this.waiting = new Map();
    this.waitingRows = 0;
    for (const [model, batch] of batches) {
      const write = this.write(model, batch).finally(() => this.writing.delete(write));
      this.writing.add(write);
    }
  }

  private async write(model: string, { days, rows }: Batch): Promise<void> {
    this.writingRows += rows.length;
    try {
      await this.log.capture(model, rows, days);
    } catch (error) {
      this.options.failed(model, rows.length, error);
    } finally {
      this.writingRows -= rows.length;
    }
  }
}
