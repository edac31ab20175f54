import type { Table } from '../contracts/columns.ts';
import type { FeatureSpec, ModelSpec } from '../contracts/spec.ts';

/** A feature with every choice made. */
export interface ColumnSpec {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly impute: 'mean' | 'median' | 'most-frequent' | 'none';
  readonly scale: 'standard' | 'min-max' | 'none';
  readonly encode: 'one-hot';
}

/** The features of a spec, in its order; `auto` is every column but the target. */
export function resolveFeatures(table: Table, spec: Pick<ModelSpec, 'features' | 'target'>): ColumnSpec[] {
  if (spec.features !== 'auto')
    return Object.entries(spec.features).map(([name, feature]) => complete(name, feature));
  return Object.entries(table.columns)
    .filter(([name]) => name !== spec.target)
    .map(([name, { kind }]) => complete(name, { kind }));
}

function complete(name: string, feature: FeatureSpec): ColumnSpec {
  return {
    name,
    kind: feature.kind,
    impute: feature.impute ?? (feature.kind === 'number' ? 'median' : 'most-frequent'),
    scale: (feature.kind === 'number' && feature.scale) || 'standard',
    encode: (feature.kind === 'category' && feature.encode) || 'one-hot',
  };
}
