/** What an environment sends to where its function's code runs. */
export type Order =
  | { readonly id: number; readonly event: string; readonly context: Readonly<Record<string, unknown>> }
  | { readonly stop: true };

/** Where a function's code runs. */
export interface Host {
  post(order: Order): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** Why a host ended. */
export interface Exit {
  readonly reason: string;
  readonly outOfMemory: boolean;
}

export interface HostOptions {
  /** `file:` URL of the module that exports the handler. */
  readonly entry: string;
  readonly variables: Readonly<Record<string, string>>;
  /** MB of JavaScript's heap. */
  readonly memory: number;
  /** Gets each line that the function prints. */
  readonly log: (line: string) => void;
  /** Gets the outcome of each invocation. */
  readonly answered: (answer: { readonly id: number }) => void;
  readonly exited: (exit: Exit) => void;
}
