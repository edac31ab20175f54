import { type Dense, denseRows } from '../matrix.ts';
import type { Random } from '../random.ts';
import { batch, DistanceBatches } from './DistanceBatches.ts';

/** Rows of the data that serve as centres. */
export interface ChosenRows {
  readonly rows: readonly number[];
  readonly centres: Dense;
}

/**
 * Rows as first centres, each drawn with a probability in proportion to its squared distance from those before (Arthur and
 * Vassilvitskii, 2007), and of 2 + log k such draws the one that leaves the least distance, as scikit-learn does.
 */
export function kMeansPlusPlus(
  X: Dense,
  nClusters: number,
  weights: Float64Array | undefined,
  random: Random,
): ChosenRows {
  const trials = 2 + Math.floor(Math.log(nClusters));
  const batches = new DistanceBatches(X, trials);
  const weightOf = (row: number) => (weights ? weights[row]! : 1);
  const chosen = [drawRow(X.rows, weightOf, random)];
  let closest = new Float64Array(X.rows).fill(Number.POSITIVE_INFINITY);
  let potential = lower(batches, X, [chosen[0]!], closest, weights)[0]!.potential;
  while (chosen.length < nClusters) {
    const candidates = drawRows(closest, weights, potential, trials, random);
    const outcomes = lower(batches, X, candidates, closest, weights);
    let best = 0;
    for (const [index, outcome] of outcomes.entries())
      if (outcome.potential < outcomes[best]!.potential) best = index;
    ({ potential, closest } = outcomes[best]!);
    chosen.push(candidates[best]!);
  }
  return { rows: chosen, centres: denseRows(X, chosen) };
}

/** Rows drawn with a probability in proportion to their weight, each once. */
export function drawDistinct(
  X: Dense,
  count: number,
  weights: Float64Array | undefined,
  random: Random,
): ChosenRows {
  const left = weights ? weights.slice() : new Float64Array(X.rows).fill(1);
  const chosen: number[] = [];
  while (chosen.length < count) {
    const row = drawRow(X.rows, (index) => left[index]!, random);
    chosen.push(row);
    left[row] = 0;
  }
  return { rows: chosen, centres: denseRows(X, chosen) };
}

function drawRow(rows: number, weightOf: (row: number) => number, random: Random): number {
  let total = 0;
  for (let row = 0; row < rows; row++) total += weightOf(row);
  const at = random() * total;
  let sum = 0;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    if (weightOf(row) === 0) continue;
    sum += weightOf(row);
    last = row;
    if (sum > at) return row;
  }
  return last;
}

/** Several rows at once, with a probability in proportion to weight and squared distance. */
function drawRows(
  closest: Float64Array,
  weights: Float64Array | undefined,
  potential: number,
  trials: number,
  random: Random,
): number[] {
  const places = Array.from({ length: trials }, (_, trial) => ({ trial, at: random() * potential }));
  places.sort((a, b) => a.at - b.at);
  const rows = new Array<number>(trials).fill(0);
  let next = 0;
  let sum = 0;
  let last = 0;
  for (let row = 0; row < closest.length && next < trials; row++) {
    const share = weights ? weights[row]! * closest[row]! : closest[row]!;
    if (share === 0) continue;
    sum += share;
    last = row;
    while (next < trials && sum > places[next]!.at) rows[places[next++]!.trial] = row;
  }
  // What rounding left over.
  while (next < trials) rows[places[next++]!.trial] = last;
  return rows;
}

/** For each candidate the squared distances from the closest centre, were it one, and their sum. */
function lower(
  batches: DistanceBatches,
  X: Dense,
  candidates: readonly number[],
  closest: Float64Array,
  weights: Float64Array | undefined,
) {
  batches.setCentres(denseRows(X, candidates));
  const { width } = batches;
  const outcomes = candidates.map(() => ({ potential: 0, closest: new Float64Array(X.rows) }));
  for (let first = 0; first < X.rows; first += batch) {
    const length = Math.min(batch, X.rows - first);
    const distances = batches.measure(first, length);
    for (const [candidate, outcome] of outcomes.entries()) {
      let sum = 0;
      for (let index = 0; index < length; index++) {
        const row = first + index;
        const square = Math.min(closest[row]!, distances[index * width + candidate]!);
        outcome.closest[row] = square;
        sum += weights ? weights[row]! * square : square;
      }
      outcome.potential += sum;
    }
  }
  return outcomes;
}
