/**
 * Centres of k clusters of weighted numbers by Lloyd's algorithm, ascending. As clusters of sorted numbers are stretches of them,
 * whose sums are differences of running ones, a round costs no look at the numbers. A centre that no number is nearest to moves to
 * the number farthest from its own, as in scikit-learn's KMeans.
 */
export function kMeans1d(
  values: Float64Array,
  start: Float64Array,
  weights?: Float64Array,
  maxIter = 300,
  tol = 1e-4,
): Float64Array {
  const line = sortedLine(values, weights);
  let centres: Float64Array = start.map((centre) => centre - line.mean).sort();
  let ends: Int32Array = new Int32Array(centres.length).fill(-1);
  for (let round = 0; round < maxIter; round++) {
    const next = endsOf(line.values, centres);
    const isSame = next.every((end, k) => end === ends[k]);
    ends = next;
    const moved = centresOf(line, ends, centres);
    const shift = moved.reduce((sum, centre, k) => sum + (centre - centres[k]!) ** 2, 0);
    centres = moved.sort();
    if (isSame || shift <= tol * line.variance) break;
  }
  return centres.map((centre) => centre + line.mean);
}

/** Numbers in order, less their mean, and running sums of the weights and of what they weigh. */
interface Line {
  readonly values: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly totals: Float64Array;
  readonly sums: Float64Array;
  readonly mean: number;
  readonly variance: number;
}

function sortedLine(given: Float64Array, givenWeights: Float64Array | undefined): Line {
  const n = given.length;
  const order = givenWeights && Int32Array.from(given.keys()).sort((a, b) => given[a]! - given[b]!);
  const values = order ? Float64Array.from(order, (row) => given[row]!) : given.toSorted();
  const weights = order && Float64Array.from(order, (row) => givenWeights[row]!);
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const totals = new Float64Array(n + 1);
  const sums = new Float64Array(n + 1);
  let squares = 0;
  for (let place = 0; place < n; place++) {
    const weight = weights ? weights[place]! : 1;
    values[place]! -= mean;
    squares += values[place]! ** 2;
    totals[place + 1] = totals[place]! + weight;
    sums[place + 1] = sums[place]! + weight * values[place]!;
  }
  return { values, weights, totals, sums, mean, variance: squares / n };
}

/** Where the stretch of each centre ends: what is as near to two belongs to the smaller. */
function endsOf(values: Float64Array, centres: Float64Array): Int32Array {
  return Int32Array.from(centres, (centre, k) => {
    if (k === centres.length - 1) return values.length;
    const middle = (centre + centres[k + 1]!) / 2;
    let [low, high] = [0, values.length];
    while (low < high) {
      const place = (low + high) >> 1;
      if (values[place]! > middle) high = place;
      else low = place + 1;
    }
    return low;
  });
}

function centresOf(line: Line, ends: Int32Array, before: Float64Array): Float64Array {
  const difference = (running: Float64Array, k: number) =>
    running[ends[k]!]! - running[k === 0 ? 0 : ends[k - 1]!]!;
  const sums = before.map((_, k) => difference(line.sums, k));
  const totals = before.map((_, k) => difference(line.totals, k));
  const empty = [...totals.keys()].filter((k) => totals[k] === 0);
  for (const [place, row] of farthest(line, ends, before, empty.length).entries()) {
    const weight = line.weights ? line.weights[row]! : 1;
    const own = ends.findIndex((end) => row < end);
    sums[own]! -= weight * line.values[row]!;
    totals[own]! -= weight;
    sums[empty[place]!] = weight * line.values[row]!;
    totals[empty[place]!] = weight;
  }
  return sums.map((sum, k) => (totals[k]! > 0 ? sum / totals[k]! : before[k]!));
}

/** The numbers that are farthest from their centres, the farthest first. */
function farthest({ values }: Line, ends: Int32Array, centres: Float64Array, count: number): number[] {
  if (count === 0) return [];
  let k = 0;
  const distances = values.map((value, row) => {
    while (row >= ends[k]!) k++;
    return Math.abs(value - centres[k]!);
  });
  return Array.from(values.keys())
    .sort((a, b) => distances[b]! - distances[a]!)
    .slice(0, count);
}
