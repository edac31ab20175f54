import { mostBins } from '../binning.ts';

/** Columns in one byte of a row: the bins of each times a factor, added up. */
export interface Bundle {
  readonly columns: readonly number[];
  readonly factors: readonly number[];
  /** Values of the byte: the product of the columns' bins. */
  readonly count: number;
}

/**
 * Columns of few bins share a byte as long as its 256 values suffice. One step then adds a row to the joint histogram of several columns,
 * from which their own are summed up. Those of few values come first, so that the histograms of the first tiles are small.
 *
 * @param widths how many bins each column has
 * @param most values of a byte that is shared
 */
export function bundleColumns(widths: readonly number[], most = mostBins): Bundle[] {
  const open: { columns: number[]; factors: number[]; count: number }[] = [];
  const descending = widths.map((_, column) => column).sort((a, b) => widths[b]! - widths[a]!);
  for (const column of descending) {
    const bins = widths[column]!;
    // The fullest that has room: first-fit would leave holes that later ones cannot fill.
    const bundle = open.filter(({ count }) => count * bins <= most).sort((a, b) => b.count - a.count)[0];
    if (!bundle) {
      open.push({ columns: [column], factors: [1], count: bins });
      continue;
    }
    bundle.columns.push(column);
    bundle.factors.push(bundle.count);
    bundle.count *= bins;
  }
  return open.sort((a, b) => a.count - b.count);
}
