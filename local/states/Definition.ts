/**
 * The part of the Amazon States Language that the pipelines use, in JSONata only; `unsupported` refuses the rest.
 * https://states-language.net and https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export interface Definition {
  readonly StartAt: string;
  readonly QueryLanguage?: string;
  /** Seconds. */
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

/** The machine inside a Map; the children of a distributed one are executions of their own. */
export interface Processor extends Definition {
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED'; readonly ExecutionType?: string };
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

/** Where a path goes on, and what it takes along. */
export interface Exit {
  readonly Next?: string;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface Catcher extends Exit {
  readonly ErrorEquals: readonly string[];
}

export interface ChoiceRule extends Exit {
  readonly Condition: unknown;
}

export interface State extends Exit {
  readonly Type: string;
  readonly QueryLanguage?: string;
  readonly End?: boolean;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Resource?: string;
  readonly Arguments?: unknown;
  /** Seconds, or an expression that gives them. */
  readonly TimeoutSeconds?: unknown;
  readonly Choices?: readonly ChoiceRule[];
  readonly Default?: string;
  readonly Items?: unknown;
  readonly ItemSelector?: unknown;
  /** 0 for no limit. */
  readonly MaxConcurrency?: unknown;
  readonly ItemProcessor?: Processor;
  readonly Label?: string;
  readonly Error?: unknown;
  readonly Cause?: unknown;
  /** Seconds, or an expression that gives them. */
  readonly Seconds?: unknown;
}
