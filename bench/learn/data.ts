import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dense } from '../../layers/learn/index.ts';

export type Part = 'train' | 'test';

/** What peers/data.py wrote: rows of raw float64. `flights@1000` are the first thousand training rows. */
export function readPart(folder: string, data: string, part: Part): { X: Dense; y: Float64Array } {
  const [name, limit] = data.split('@') as [string, string?];
  const shape = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<
    Part | 'columns',
    number
  >;
  const read = (what: 'X' | 'y') => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${name}-${part}-${what}.f64`));
    return new Float64Array(buffer as ArrayBuffer, byteOffset, byteLength / 8);
  };
  const rows = part === 'train' && limit ? Number(limit) : shape[part];
  const { columns } = shape;
  return {
    X: { rows, columns, data: read('X').subarray(0, rows * columns) },
    y: read('y').subarray(0, rows),
  };
}
