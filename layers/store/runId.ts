import { createHash } from 'node:crypto';

/** Id of the run that an execution makes: 32 hex digits as MLflow's, the same after a redrive. */
export function runIdOf(execution: string): string {
  return createHash('sha256').update(execution).digest('hex').slice(0, 32);
}
