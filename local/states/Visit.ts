import { setTimeout as sleep } from 'node:timers/promises';
import type { Catcher, Exit, State } from './Definition.ts';
import { evaluate } from './expression.ts';
import { StateError } from './StateError.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** The last event on one path through the machine: each Map iteration has its own. */
export interface Trail {
  last: number;
}

/** What a path through a machine knows. */
export interface Scope {
  readonly variables: Variables;
  /** `$states.context` */
  readonly context: Variables;
  /** Stops the path; its reason is a StateError. */
  readonly signal: AbortSignal;
  readonly trail: Trail;
}

/** One state, entered. */
export interface Visit extends Scope {
  readonly state: State;
  readonly input: unknown;
}

/** What a state left behind. */
export interface Step {
  readonly output: unknown;
  readonly variables: Variables;
  readonly next: string | undefined;
}

/** Bytes of a payload on AWS, and of what one state assigns. */
const payloadLimit = 262_144;

/** setTimeout cannot wait longer: 24 days. */
const longestTimer = 2 ** 31 - 1;

/** The value with its expressions evaluated as they stand at a state's entry. */
export function inside({ input, variables, context }: Visit, value: unknown): Promise<unknown> {
  return evaluate(value, { ...variables, states: { input, context } });
}

/**
 * Leaves a state by one of its exits. Output and Assign see the variables as they were at the entry, so that
 * one assignment never reads another.
 *
 * @param gained what `$states` has besides input and context, and the output when the exit has none
 */
export async function leave(
  { state, input, variables, context }: Visit,
  exit: Exit | Catcher = state,
  gained: { readonly result?: unknown; readonly errorOutput?: unknown } = {},
): Promise<Step> {
  const bindings = { ...variables, states: { input, context, ...gained } };
  const plain = 'result' in gained ? gained.result : 'errorOutput' in gained ? gained.errorOutput : input;
  const output = exit.Output === undefined ? plain : await evaluate(exit.Output, bindings);
  const assigned = (await evaluate(exit.Assign ?? {}, bindings)) as Variables;
  checkSize('the output', output);
  checkSize('what is assigned', assigned);
  return { output, variables: { ...variables, ...assigned }, next: exit.Next };
}

/** @throws StateError States.DataLimitExceeded when AWS would not carry it */
export function checkSize(what: string, value: unknown): void {
  const size = Buffer.byteLength(JSON.stringify(value ?? null));
  if (size > payloadLimit)
    throw new StateError(
      'States.DataLimitExceeded',
      `${what} has ${size} bytes, more than the ${payloadLimit} that a state may hand on`,
    );
}

/** Waits, unless it is stopped. */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds(seconds), undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** Milliseconds for a timer, which knows no longer ones than 24 days. */
export function milliseconds(seconds: number): number {
  return Math.min(seconds * 1000, longestTimer);
}
