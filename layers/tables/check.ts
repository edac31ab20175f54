import type { Fault } from '../contracts/errors.ts';
import type { ModelSpec } from '../contracts/spec.ts';
import { checkFeature } from './checkFeature.ts';
import { checkTarget } from './checkTarget.ts';
import { resolveFeatures } from './features.ts';
import type { SnapshotTable } from './snapshot.ts';

/** Everything about the data that does not fit the spec, at once. */
export function checkTable(table: SnapshotTable, spec: ModelSpec): Fault[] {
  const features = resolveFeatures(table, spec);
  const none = {
    at: 'features',
    message: 'there is none: a model needs at least one column beside the target',
  };
  return [
    ...checkTarget(table, spec),
    ...(features.length === 0 ? [none] : []),
    ...features.flatMap((feature) => checkFeature(table, feature, spec)),
  ];
}
