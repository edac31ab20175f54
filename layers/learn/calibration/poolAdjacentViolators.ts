/**
 * Values become the never falling ones that are nearest to them by weighted squares, in place: neighbors in the wrong order are
 * pooled, until none are (Ayer and others, 1955, "An empirical distribution function for sampling with incomplete information").
 */
export function poolAdjacentViolators(values: Float64Array, weights: Float64Array): void {
  // Blocks so far: their mean, weight and end.
  const means = new Float64Array(values.length);
  const totals = new Float64Array(values.length);
  const ends = new Int32Array(values.length);
  let blocks = 0;
  for (let index = 0; index < values.length; index++) {
    means[blocks] = values[index]!;
    totals[blocks] = weights[index]!;
    ends[blocks] = index + 1;
    blocks++;
    while (blocks > 1 && means[blocks - 2]! >= means[blocks - 1]!) {
      const [left, right] = [blocks - 2, blocks - 1];
      const total = totals[left]! + totals[right]!;
      means[left] = (means[left]! * totals[left]! + means[right]! * totals[right]!) / total;
      totals[left] = total;
      ends[left] = ends[right]!;
      blocks--;
    }
  }
  for (let block = 0, index = 0; block < blocks; block++) {
    values.fill(means[block]!, index, ends[block]);
    index = ends[block]!;
  }
}
