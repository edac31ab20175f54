/**
 * The number that a normal variable stays below with the given probability: Newton's method on the distribution function,
 * which is a series in odd powers (Marsaglia, 2004).
 *
 * @param probability above 0 and below 1
 */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // The function is convex below 0, so that the steps from there descend to the root and never pass it.
  let x = 0;
  for (let step = 0; step < 100; step++) {
    const change = (distribution(x) - probability) / density(x);
    x -= change;
    if (Math.abs(change) <= Number.EPSILON * Math.abs(x)) break;
  }
  return x;
}

function density(x: number): number {
  return Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
}

function distribution(x: number): number {
  let sum = 0;
  let term = x;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (x * x) / odd;
  }
  return 0.5 + sum * density(x);
}
