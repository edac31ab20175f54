import type { ModelVersion, NewVersion } from '../registry.ts';
import type { Item } from '../table.ts';

/** What a version is made of, as one attribute: nested maps are slow to marshal, and serving reads this. */
export function encodeVersion(model: string, version: string, { metrics, ...rest }: NewVersion): Item {
  const encoded = Object.entries(metrics).map(([name, value]) => [
    name,
    // JSON has no NaN and no infinity.
    Number.isFinite(value) ? value : String(value),
  ]);
  return { document: JSON.stringify({ ...rest, model, version, metrics: Object.fromEntries(encoded) }) };
}

export function decodeVersion({ document }: Item): ModelVersion {
  const { metrics, ...rest } = JSON.parse(String(document)) as ModelVersion;
  const decoded = Object.entries(metrics).map(([name, value]) => [name, Number(value)]);
  return { ...rest, metrics: Object.fromEntries(decoded) };
}
