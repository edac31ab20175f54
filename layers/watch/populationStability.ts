/**
 * Population stability index: Σ (q - p) ln(q / p) over bins or categories. Half a row is added to every bin
 * (Jeffreys' prior), so that an empty one neither makes it infinite nor counts for nothing; bins that are empty in both
 * say nothing.
 *
 * @param reference rows of each bin in training
 * @param current rows of each bin now
 */
export function populationStability(reference: readonly number[], current: readonly number[]): number {
  const used = reference
    .map((count, bin) => [count + 0.5, current[bin]! + 0.5] as const)
    .filter(([before, now]) => before + now > 1);
  const all = used.reduce((sum, [before]) => sum + before, 0);
  const rows = used.reduce((sum, [, now]) => sum + now, 0);
  return used.reduce((sum, [before, now]) => {
    const [p, q] = [before / all, now / rows];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}
