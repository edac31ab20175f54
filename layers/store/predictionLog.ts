/** A prediction as it was asked and answered. */
export interface CapturedPrediction {
  /** `<uuidv7>:<row of the request>`; the UUID carries the time. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly version: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly prediction: unknown;
}

/** What really happened, told by the user. */
export interface Outcome {
  readonly id: string;
  readonly outcome: string | number;
  readonly at: number;
}

/** Captured predictions and outcomes, kept for some days. */
export interface PredictionLog {
  capture(model: string, rows: readonly CapturedPrediction[], days: number): Promise<void>;
  feedback(model: string, outcomes: readonly Outcome[], days: number): Promise<void>;
  /** Predictions made from `from` up to `to`, in milliseconds since 1970. */
  predictions(model: string, from: number, to: number): AsyncIterable<CapturedPrediction>;
  /** Outcomes received from `from` up to `to`. */
  outcomes(model: string, from: number, to: number): AsyncIterable<Outcome>;
  /** Those of the ids that were captured and are still kept. */
  byIds(model: string, ids: readonly string[]): Promise<CapturedPrediction[]>;
}
