/**
 * The best split of a node on the columns from `first` to `last` - 1 that are numbers and allowed. The gain and the children's values
 * are Chen and Guestrin's (2016, equations 5 to 7). Missing values are tried on both sides.
 *
 * @param layout for each column 16 bytes: place of its first bin in a histogram; bins without the missing values'; bits 0: rows miss it, 1: it is to be
 *   looked at; monotonic constraint, -1, 0 or 1
 * @param node for the node, 64-bit numbers: sum of gradients as integer; rows and sum of hessians, as in a bin; then as floating point:
 *   unit of gradients; unit of hessians; L2 regularization; smallest sum of hessians; smallest number of rows; lower and upper bound of
 *   the children's values; value of the node
 * @param best where the split goes, as floating point: gain; column; last bin to the left; 1 if missing values go left; then as integers
 *   the sums of the left child, as in a bin. Only what gains more than is there already is written
 */
export function findSplit(
  histogram: usize,
  layout: usize,
  first: u32,
  last: u32,
  countShift: u32,
  node: usize,
  best: usize,
): void {
  const total = v128.load(node);
  const gradientUnit = load<f64>(node, 16);
  const hessianUnit = load<f64>(node, 24);
  const regularization = f64x2.splat(load<f64>(node, 32));
  const fewestHessians = load<f64>(node, 40);
  const fewestRows = <i64>load<f64>(node, 48);
  const lower = f64x2.splat(load<f64>(node, 56));
  const upper = f64x2.splat(load<f64>(node, 64));
  const gradientUnits = f64x2.splat(gradientUnit);
  const gradient = <f64>v128.extract_lane<i64>(total, 0) * gradientUnit;
  const nodeLoss = gradient * load<f64>(node, 72);
  const hessianMask: i64 = (1 << (<i64>countShift)) - 1;
  let bestGain = load<f64>(best);

  for (let column = first; column < last; column++) {
    const own = layout + (column << 4);
    const flags = load<u32>(own, 8);
    if ((flags & 2) === 0) continue;
    const bins = histogram + (load<u32>(own) << 4);
    const count = load<u32>(own, 4);
    const isMissing = (flags & 1) === 1;
    const monotonic = <f64>load<i32>(own, 12);
    // Missing values to the right, upwards; then to the left, downwards.
    for (let side: u32 = 0; side <= (flags & 1); side++) {
      const steps: i32 = side === 0 ? <i32>count - 1 + i32(isMissing) : <i32>count - 1;
      let sum = i64x2.splat(0);
      for (let step: i32 = 0; step < steps; step++) {
        const bin: u32 = side === 0 ? step : count - 1 - step;
        sum = v128.add<i64>(sum, v128.load(bins + (bin << 4)));
        const other = v128.sub<i64>(total, sum);
        const packed = v128.extract_lane<i64>(sum, 1);
        if (packed >> countShift < fewestRows) continue;
        const otherPacked = v128.extract_lane<i64>(other, 1);
        if (otherPacked >> countShift < fewestRows) break;
        const hessian = <f64>(packed & hessianMask) * hessianUnit;
        if (hessian < fewestHessians) continue;
        const otherHessian = <f64>(otherPacked & hessianMask) * hessianUnit;
        if (otherHessian < fewestHessians) break;
        const gradients = v128.mul<f64>(
          f64x2(<f64>v128.extract_lane<i64>(sum, 0), <f64>v128.extract_lane<i64>(other, 0)),
          gradientUnits,
        );
        const hessians = f64x2(hessian, otherHessian);
        const steepest = v128.div<f64>(v128.neg<f64>(gradients), v128.add<f64>(hessians, regularization));
        const values = f64x2.pmin(f64x2.pmax(steepest, lower), upper);
        const losses = v128.mul<f64>(gradients, values);
        const gain = nodeLoss - f64x2.extract_lane(losses, 0) - f64x2.extract_lane(losses, 1);
        if (gain <= bestGain) continue;
        const difference = f64x2.extract_lane(values, 1) - f64x2.extract_lane(values, 0);
        const rise = side === 0 ? difference : -difference;
        if (rise * monotonic < 0) continue;
        bestGain = gain;
        store<f64>(best, gain);
        store<f64>(best, <f64>column, 8);
        store<f64>(best, <f64>(side === 0 ? bin : bin - 1), 16);
        store<f64>(best, <f64>side, 24);
        v128.store(best, side === 0 ? sum : other, 32);
      }
    }
  }
}
