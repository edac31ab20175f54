import type { Dense } from '../matrix.ts';

/** Rows that kernels take together, so that a sum is read and written once for all of them. */
export const group = 4;

/** What a kernel's caller copies at once: it should stay in the second cache. 128 KB, and more of long rows. */
const blockNumbers = 16_384;

/** Rows that are copied at once, in whole groups. */
export function blockRows(columns: number): number {
  return wholeGroups(Math.min(1024, blockNumbers / columns));
}

/** Rows whose products are taken together: they should stay in the first cache, or be so many that it does not matter. 16 KB. */
export function rowsTogether(columns: number): number {
  return Math.min(blockRows(columns), wholeGroups(2048 / columns));
}

/** Long rows are so many that what is kept for each column is read and written once for them. */
function wholeGroups(rows: number): number {
  return Math.max(64, Math.floor(rows / group) * group);
}

/** Numbers from which on it pays to make a kernel. */
const enough = 16_384;

export function isWorthKernel({ rows, columns }: Dense): boolean {
  return rows * columns >= enough;
}
