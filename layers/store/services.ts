import type { ArtifactStore } from './artifacts.ts';
import { openArtifacts } from './artifacts.ts';
import { openStore } from './dynamo.ts';
import type { Registry } from './registry.ts';
import type { TrackingStore } from './tracking.ts';

/** What the steps of a pipeline work with. */
export interface Services {
  readonly artifacts: ArtifactStore;
  readonly tracking: TrackingStore;
  readonly registry: Registry;
  /** URI under which artifacts are written. */
  readonly base: string;
  /** Hash of the function's code. */
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

let opened: Services | undefined;

/** Opens the stores once for a function's environment, which lives through many invocations. */
export function openServices(
  environment: { readonly table: string; readonly artifacts: string; readonly code: string },
  clock: { readonly now: () => number },
): Services {
  opened ??= {
    ...openStore(environment.table),
    artifacts: openArtifacts(),
    base: environment.artifacts,
    code: environment.code,
    now: () => clock.now(),
  };
  return opened;
}
