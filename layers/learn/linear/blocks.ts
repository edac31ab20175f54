import type { Dense } from '../matrix.ts';

/** Rows that kernels take together, so that a sum is read and written once for all of them. */
export const group = 4;

/** What a kernel's caller copies at once: it should stay in the second cache. 128 KB. */
const blockNumbers = 16_384;

/** Rows that are copied at once, in whole groups. */
export function blockRows(columns: number): number {
  const rows = Math.min(1024, Math.floor(blockNumbers / columns));
  return Math.max(group, rows - (rows % group));
}

/** Numbers from which on it pays to make a kernel. */
const enough = 16_384;

export function isWorthKernel({ rows, columns }: Dense): boolean {
  return rows * columns >= enough;
}
