import type { Dense } from '../matrix.ts';
import { type Random, standardNormal } from '../random.ts';

/** A matrix of standard normal numbers. */
export function normal(rows: number, columns: number, random: Random): Dense {
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => standardNormal(random)) };
}
