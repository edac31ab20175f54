/** Its lowest bits take up a whole number that is added: 1.5 × 2^52. */
const shift = 6755399441055744;

/** 1 / n! from n = 13 down to 0. */
const coefficients = [
  1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7,
  2.7557319223985893e-6, 2.48015873015873e-5, 1.984126984126984e-4, 1.3888888888888889e-3,
  8.333333333333333e-3, 4.1666666666666664e-2, 0.16666666666666666, 0.5, 1, 1,
];

/** Powers of 2 from -1022 to 0. */
const powers = Float64Array.from({ length: 1023 }, (_, index) => 2 ** (index - 1022));

/**
 * e^x of numbers up to 0, to the bit as the kernels have it, which Math.exp is not: 2^k e^r for the whole number k that leaves |r|
 * below ln 2 / 2, and Taylor's polynomial of degree 13, whose rest is below 1e-17. Below -708 it is that of -708.
 */
export function exponential(x: number): number {
  const from = Math.max(x, -708);
  const k = from * Math.LOG2E + shift - shift;
  const r = from - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let sum = coefficients[0]!;
  for (let index = 1; index < 14; index++) sum = sum * r + coefficients[index]!;
  return Number.isNaN(k) ? k : sum * powers[k + 1022]!;
}
