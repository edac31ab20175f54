import { mostBins } from '../binning.ts';
import {
  fewestHessians,
  type Histogram,
  type Kernel,
  type SplitNode,
  type SplitRules,
  type Sums,
  smallest,
} from './Kernel.ts';
import { countOf, firstBinOf, flagsOf, isMissing, layoutWidth, type Workspace } from './Workspace.ts';

export interface CategorySplit {
  readonly gain: number;
  readonly goesLeft: Uint8Array;
  readonly left: Sums;
}

/** Rows that a category has at least to be sorted among the others, by its share of the hessians; also what draws small ones to 0. */
const support = 10;

const nothing: Sums = { gradient: 0, hessian: 0, count: 0 };
const add = (a: Sums, b: Sums): Sums => ({
  gradient: a.gradient + b.gradient,
  hessian: a.hessian + b.hessian,
  count: a.count + b.count,
});

/**
 * The best split of categories into two groups: in the order of their gradient per hessian, the best groups lie side by side (Fisher,
 * 1958: On grouping for maximum homogeneity), so that few need trying, as LightGBM and scikit-learn do. Rare categories go
 * to the larger side, the right one. Missing values are a category.
 */
export function findCategorySplit(
  kernel: Kernel,
  { layout }: Workspace,
  histogram: Histogram,
  column: number,
  { sums, value, lower, upper }: SplitNode,
  { gradientUnit, hessianUnit, regularization, fewestRows }: SplitRules,
): CategorySplit | undefined {
  const own = column * layoutWidth;
  const bins = layout[own + countOf]! + (layout[own + flagsOf]! & isMissing);
  const weight = support / (sums.count / (sums.hessian * hessianUnit));
  const categories: { bin: number; own: Sums; order: number }[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const of = kernel.sumsOf(histogram, layout[own + firstBinOf]! + bin);
    const hessian = of.hessian * hessianUnit;
    if (hessian < weight) continue;
    categories.push({ bin, own: of, order: (of.gradient * gradientUnit) / (hessian + support) });
  }
  if (categories.length < 2) return undefined;
  categories.sort((a, b) => a.order - b.order);

  const newtonStep = ({ gradient, hessian }: Sums) =>
    Math.min(
      upper,
      Math.max(lower, (-gradient * gradientUnit) / (hessian * hessianUnit + regularization + smallest)),
    );
  const lossOf = (of: Sums) => of.gradient * gradientUnit * newtonStep(of);
  const isTooSmall = ({ hessian, count }: Sums) =>
    count < fewestRows || hessian * hessianUnit < fewestHessians;
  const nodeLoss = sums.gradient * gradientUnit * value;
  let best: { gain: number; group: typeof categories; left: Sums } | undefined;
  const most = Math.floor((categories.length + 1) / 2);
  // The smaller group may be at either end.
  for (const [order, length] of [
    [categories, most],
    [categories.toReversed(), most - 1],
  ] as const) {
    let left = nothing;
    for (let place = 0; place < length; place++) {
      left = add(left, order[place]!.own);
      const right = {
        gradient: sums.gradient - left.gradient,
        hessian: sums.hessian - left.hessian,
        count: sums.count - left.count,
      };
      if (isTooSmall(left)) continue;
      if (isTooSmall(right)) break;
      const gain = nodeLoss - lossOf(left) - lossOf(right);
      if (gain > (best?.gain ?? 0)) best = { gain, group: order.slice(0, place + 1), left };
    }
  }
  if (!best) return undefined;
  const goesLeft = new Uint8Array(mostBins);
  for (const { bin } of best.group) goesLeft[bin] = 1;
  return { gain: best.gain, goesLeft, left: best.left };
}
