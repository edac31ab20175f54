/** x'z, exp(-γ |x - z|²), (γ x'z + c)^d or tanh(γ x'z + c). */
export type KernelName = 'linear' | 'rbf' | 'poly' | 'sigmoid';

/** How alike two rows are, with its parameters as numbers. */
export interface Kernel {
  readonly kernel: KernelName;
  readonly gamma: number;
  readonly degree: number;
  readonly coef0: number;
}

type OfProduct = (products: Float64Array, kernel: Kernel) => void;

/** Kernels that are functions of the product alone: products become theirs, in place. */
export const ofProducts: Readonly<Record<Exclude<KernelName, 'rbf'>, OfProduct>> = {
  linear: () => {},
  poly: (products, { gamma, coef0, degree }) => {
    for (let index = 0; index < products.length; index++)
      products[index] = power(gamma * products[index]! + coef0, degree);
  },
  sigmoid: (products, { gamma, coef0 }) => {
    for (let index = 0; index < products.length; index++)
      products[index] = Math.tanh(gamma * products[index]! + coef0);
  },
};

/** Of a whole exponent, by squaring. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2), square *= square)
    if (rest % 2 === 1) result *= square;
  return result;
}
