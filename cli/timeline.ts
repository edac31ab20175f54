import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** A state that did work, as the history of its execution tells. */
export interface Step {
  readonly name: string;
  readonly kind: 'task' | 'map';
  /** True for a state inside a Map's iterations. */
  readonly nested: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Milliseconds that its function ran, all attempts together. */
  readonly workMs: number;
  readonly attempts: number;
  /** Error of the last attempt; none once an attempt succeeded. */
  readonly error?: { readonly name: string; readonly cause: string };
  /** What the state returned, parsed. */
  readonly output?: unknown;
  /** A Map's iterations. */
  readonly iterations?: { readonly total: number; readonly done: number };
}

export interface Change {
  readonly what: 'entered' | 'progressed' | 'retried' | 'exited';
  readonly step: Step;
}

type Draft = { -readonly [Key in keyof Step]: Step[Key] };

/**
 * Folds the events of one execution, in order, into its steps. Events of parallel iterations
 * interleave; each names the event before it in its own branch, and by that finds its step.
 */
export class Timeline {
  /** State transitions, as AWS bills them: every state entered and every retry. */
  transitions = 0;
  private readonly drafts: Draft[] = [];
  private readonly owners = new Map<number, Draft>();
  private readonly attemptStarts = new Map<Draft, number>();
  private openMap: Draft | undefined;

  get steps(): readonly Step[] {
    return this.drafts;
  }

  /** Adds events that were not seen before; returns what they changed. */
  add(events: readonly HistoryEvent[]): Change[] {
    return events.flatMap((event) => this.apply(event) ?? []);
  }

  private apply(event: HistoryEvent): Change | readonly Change[] | undefined {
    const type = event.type ?? '';
    if (type.endsWith('StateEntered')) return this.enter(event, type);
    const owner = this.owners.get(event.previousEventId ?? 0);
    if (type.endsWith('StateExited')) return this.exit(event, owner);
    if (type === 'MapStateStarted' && this.openMap) {
      this.openMap.iterations = { total: event.mapStateStartedEventDetails?.length ?? 0, done: 0 };
      return undefined;
    }
    if (type === 'MapIterationSucceeded' && this.openMap?.iterations) {
      const { total, done } = this.openMap.iterations;
      this.openMap.iterations = { total, done: done + 1 };
      return { what: 'progressed', step: this.openMap };
    }
    if (owner?.kind !== 'task') return undefined;
    this.owners.set(event.id ?? 0, owner);
    return this.attempt(event, type, owner);
  }

  private enter(event: HistoryEvent, type: string): Change | undefined {
    this.transitions++;
    const kind = kinds[type];
    if (!kind) return undefined;
    const step: Draft = {
      name: event.stateEnteredEventDetails?.name ?? '',
      kind,
      nested: this.openMap !== undefined,
      startedAt: at(event),
      workMs: 0,
      attempts: 0,
    };
    this.drafts.push(step);
    this.owners.set(event.id ?? 0, step);
    if (kind === 'map') this.openMap = step;
    return { what: 'entered', step };
  }

  private exit(event: HistoryEvent, owner: Draft | undefined): readonly Change[] {
    const { name, output } = event.stateExitedEventDetails ?? {};
    const step =
      owner?.name === name
        ? owner
        : this.drafts.find((one) => one.name === name && one.endedAt === undefined);
    if (!step) return [];
    step.endedAt = at(event);
    if (output !== undefined) step.output = parse(output);
    if (step !== this.openMap) return [{ what: 'exited', step }];
    this.openMap = undefined;
    const failed = this.abandoned(step);
    return [...failed, step].map((one) => ({ what: 'exited', step: one }));
  }

  /** Steps of a Map that an error ended: they never exit by themselves, and the Map fails with the first of them. */
  private abandoned(map: Draft): Draft[] {
    const failed = this.drafts.filter(
      ({ nested, endedAt, startedAt }) => nested && endedAt === undefined && startedAt >= map.startedAt,
    );
    for (const one of failed) one.endedAt = map.endedAt!;
    const cause = failed.find(({ error }) => error !== undefined)?.error;
    if (cause) map.error = cause;
    return failed.filter(({ error }) => error !== undefined);
  }

  private attempt(event: HistoryEvent, type: string, step: Draft): Change | undefined {
    if (/(Task|Function)Scheduled$/.test(type)) {
      step.attempts++;
      if (step.attempts === 1) return undefined;
      this.transitions++;
      return { what: 'retried', step };
    }
    if (/(Task|Function)Started$/.test(type)) this.attemptStarts.set(step, at(event));
    if (!/(Task|Function)(Succeeded|Failed|TimedOut)$/.test(type)) return undefined;
    const started = this.attemptStarts.get(step);
    if (started !== undefined) step.workMs += at(event) - started;
    this.attemptStarts.delete(step);
    const failure =
      event.taskFailedEventDetails ??
      event.taskTimedOutEventDetails ??
      event.lambdaFunctionFailedEventDetails;
    if (type.endsWith('Succeeded')) delete step.error;
    else step.error = { name: failure?.error ?? type, cause: failure?.cause ?? '' };
    return undefined;
  }
}

const kinds: Readonly<Record<string, Step['kind']>> = { TaskStateEntered: 'task', MapStateEntered: 'map' };

function at(event: HistoryEvent): number {
  return event.timestamp?.getTime() ?? 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
