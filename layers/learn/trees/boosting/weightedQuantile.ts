/**
 * The quantile that lies between two values where it falls between their places, as numpy's percentile. Weights are taken as shares of
 * the number of values, whatever they sum up to.
 */
export function weightedQuantile(
  values: Float64Array,
  weights: Float64Array | undefined,
  quantile: number,
): number {
  const place = quantile * (values.length - 1);
  const lower = Math.floor(place);
  const at = weights ? weightedPlaces(values, weights) : plainPlaces(values);
  const low = at(lower);
  return low + (place - lower) * (at(Math.min(lower + 1, values.length - 1)) - low);
}

function plainPlaces(values: Float64Array): (place: number) => number {
  const sorted = values.slice().sort();
  return (place) => sorted[place]!;
}

/** The first value up to which there is more weight than the place says. */
function weightedPlaces(values: Float64Array, weights: Float64Array): (place: number) => number {
  const order = Uint32Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const share = weights.reduce((sum, weight) => sum + weight, 0) / values.length;
  return (place) => {
    let sum = 0;
    for (const index of order) {
      sum += weights[index]!;
      if (sum > place * share) return values[index]!;
    }
    return values[order.at(-1)!]!;
  };
}
