/** The part of the Amazon States Language that the pipelines use: JSONata only. */
export interface Definition {
  readonly StartAt: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Resource?: string;
  readonly Arguments?: unknown;
  readonly TimeoutSeconds?: number;
  readonly Choices?: readonly {
    readonly Condition: string;
    readonly Next: string;
    readonly Output?: unknown;
    readonly Assign?: Record<string, unknown>;
  }[];
  readonly Default?: string;
  readonly Items?: unknown;
  readonly ItemSelector?: unknown;
  readonly MaxConcurrency?: number;
  readonly ItemProcessor?: Definition;
  readonly Error?: unknown;
  readonly Cause?: unknown;
  readonly Seconds?: unknown;
}

/** Fields that the runner carries out or may leave out; any other is refused when the machine is loaded. */
const fields = new Set([
  ...[
    'Type',
    'Comment',
    'Next',
    'End',
    'Output',
    'Assign',
    'Retry',
    'Catch',
    'Resource',
    'Arguments',
    'TimeoutSeconds',
    'Choices',
    'Default',
  ],
  ...[
    'Items',
    'ItemSelector',
    'MaxConcurrency',
    'ItemProcessor',
    'Error',
    'Cause',
    'Seconds',
    'QueryLanguage',
    'Label',
  ],
]);
const types = new Set(['Task', 'Pass', 'Choice', 'Map', 'Wait', 'Succeed', 'Fail']);

/** What of a definition the runner cannot carry out; empty when it can. */
export function unsupported({ States, QueryLanguage }: Definition, outer = QueryLanguage): string[] {
  return Object.entries(States).flatMap(([name, state]) => [
    ...(types.has(state.Type) ? [] : [`state ${name} is a ${state.Type}`]),
    ...Object.keys(state)
      .filter((key) => !fields.has(key))
      .map((key) => `state ${name} has ${key}`),
    ...(outer === 'JSONata' ? [] : [`state ${name} is not in JSONata`]),
    ...(state.ItemProcessor ? unsupported(state.ItemProcessor, outer) : []),
  ]);
}
