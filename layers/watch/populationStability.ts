/**
 * Population stability index: Σ (q - p) ln(q / p) over bins or categories. Half a row is added to every bin
 * (Jeffreys' prior), so that an empty one neither makes it infinite nor counts for nothing.
 *
 * @param reference rows of each bin in training
 * @param current rows of each bin now
 */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count + 0.5, 0);
  const [all, now] = [total(reference), total(current)];
  return reference.reduce((sum, count, bin) => {
    const p = (count + 0.5) / all;
    const q = (current[bin]! + 0.5) / now;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}
