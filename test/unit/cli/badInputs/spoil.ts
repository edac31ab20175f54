import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BadInput } from './BadInput.ts';
import { flats, goodSpecs } from './flats.ts';

export interface Spoiled {
  /** Text of its spec. */
  readonly spec: string;
  /** Line of the spec that the fault is at, from 1. */
  readonly line: number;
}

/** Writes the model of a bad input to `<models>/flats`. */
export function spoil(models: string, bad: Omit<BadInput, 'says' | 'refusedBy'>): Spoiled {
  const folder = join(models, 'flats');
  const spec = specOf(bad);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.yaml'), spec);
  for (const [name, content] of Object.entries({ 'flats.csv': flats, ...bad.files })) {
    if (content === null) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const at = spec.split('\n').findIndex((line) => line.trim().startsWith(bad.at ?? ''));
  if (at === -1) throw new TypeError(`${bad.what}: no line of the spec begins with ${bad.at}`);
  return { spec, line: at + 1 };
}

function specOf({ what, spec = [], task = 'regression' }: Pick<BadInput, 'what' | 'spec' | 'task'>): string {
  if (typeof spec === 'string') return spec;
  return spec.reduce((text, [good, bad]) => {
    if (!text.includes(good)) throw new TypeError(`${what}: the good spec does not hold ${good}`);
    return text.replace(good, () => bad);
  }, goodSpecs[task] as string);
}
