import type { Dense } from '../matrix.ts';
import { squaredDistance } from './squaredDistance.ts';

/** The centre next to a row: the first of equals. */
export function nearestCentre(
  data: Float64Array,
  start: number,
  centres: Dense,
): { readonly index: number; readonly square: number } {
  let index = 0;
  let square = Number.POSITIVE_INFINITY;
  for (let centre = 0; centre < centres.rows; centre++) {
    const one = squaredDistance(data, start, centres.data, centre * centres.columns, centres.columns);
    if (one < square) [index, square] = [centre, one];
  }
  return { index, square };
}
