import type { z } from 'zod/mini';
import type { failEvent } from '../../layers/contracts/events.ts';
import { runIdOf } from '../../layers/store/runId.ts';
import { startRun, type TrackingStore } from '../../layers/store/tracking.ts';

export interface FailServices {
  readonly tracking: TrackingStore;
}

/** Marks the run FAILED with what went wrong, also when it failed before it was recorded. */
export async function fail(
  event: z.infer<typeof failEvent>,
  { tracking }: FailServices,
): Promise<{ error: string; reason: string }> {
  const { error, message } = explain(event.error, event.cause);
  const id = runIdOf(event.run.execution);
  const reason = `${error}: ${message}`;
  await startRun(tracking, {
    id,
    experiment: event.model,
    startedAt: event.run.startedAt,
    tags: { 'millrace.trigger': event.run.trigger, 'millrace.execution': event.run.execution },
  });
  await tracking.runs.end(id, 'FAILED', reason);
  return { error, reason: `${event.model}: run ${id} failed. ${reason}` };
}

/** A function's own error comes as JSON in the cause. */
function explain(error: string, cause: string): { error: string; message: string } {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      const type = 'errorType' in parsed ? String(parsed.errorType) : error;
      return { error: type, message: String(parsed.errorMessage) };
    }
  } catch {
    // Not JSON: the service itself wrote the cause.
  }
  return { error, message: cause || 'no cause was given' };
}
