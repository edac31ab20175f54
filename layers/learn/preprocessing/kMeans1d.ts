/**
 * Centres of k clusters of weighted numbers by Lloyd's algorithm, ascending. A centre that no number is nearest to moves to
 * the number farthest from its own, as in scikit-learn's KMeans.
 */
export function kMeans1d(
  values: Float64Array,
  start: Float64Array,
  weights?: Float64Array,
  maxIter = 300,
  tol = 1e-4,
): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const labels = new Int32Array(values.length).fill(-1);
  let centres = start;
  for (let round = 0; round < maxIter; round++) {
    const hasMoved = assign(values, centres, labels);
    const next = centresOf(values, labels, centres, weights);
    const shift = next.reduce((sum, centre, k) => sum + (centre - centres[k]!) ** 2, 0);
    centres = next;
    if (!hasMoved || shift <= tol * variance) break;
  }
  return centres.toSorted();
}

/** Labels each number with its nearest centre, and says whether any label has changed. */
function assign(values: Float64Array, centres: Float64Array, labels: Int32Array): boolean {
  let hasMoved = false;
  for (let row = 0; row < values.length; row++) {
    let nearest = 0;
    for (let k = 1; k < centres.length; k++) {
      if (Math.abs(values[row]! - centres[k]!) < Math.abs(values[row]! - centres[nearest]!)) nearest = k;
    }
    if (labels[row] === nearest) continue;
    labels[row] = nearest;
    hasMoved = true;
  }
  return hasMoved;
}

function centresOf(
  values: Float64Array,
  labels: Int32Array,
  before: Float64Array,
  weights?: Float64Array,
): Float64Array {
  const sums = new Float64Array(before.length);
  const totals = new Float64Array(before.length);
  const add = (k: number, row: number, sign: number) => {
    const weight = sign * (weights ? weights[row]! : 1);
    sums[k]! += weight * values[row]!;
    totals[k]! += weight;
  };
  for (let row = 0; row < values.length; row++) add(labels[row]!, row, 1);
  const empty = [...totals.keys()].filter((k) => totals[k] === 0);
  if (empty.length > 0) {
    const distances = values.map((value, row) => (value - before[labels[row]!]!) ** 2);
    const farthest = Array.from(values.keys()).sort((a, b) => distances[b]! - distances[a]!);
    for (const [place, k] of empty.entries()) {
      add(labels[farthest[place]!]!, farthest[place]!, -1);
      add(k, farthest[place]!, 1);
    }
  }
  return sums.map((sum, k) => (totals[k]! > 0 ? sum / totals[k]! : before[k]!));
}
