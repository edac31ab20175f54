import type { SFNClient } from '@aws-sdk/client-sfn';

export type Outputs = Readonly<Record<string, string>>;

/** A running Millrace, wherever it runs. */
export interface Target {
  readonly kind: 'local' | 'aws';
  readonly url: string;
  readonly apiKey: string;
  readonly sfn: SFNClient;
  /** How often to look at an execution: near things answer quickly and cost nothing. */
  readonly pollMs: number;
  /** Calls a prediction route with the API key; the answer's JSON. */
  request(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Calls tracking or registry (`/api/…`), signed where IAM guards them; the answer's JSON. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Outputs of a stack. @throws NotFound */
  outputs(stack: string): Promise<Outputs>;
  /** Names of the models that are there. */
  models(): Promise<readonly string[]>;
}

export const modelPrefix = 'Millrace-Model-';

/** Names of the stacks. */
export const stacks = {
  serving: 'Millrace-Serving',
  model: (name: string): string => `${modelPrefix}${name}`,
} as const;
