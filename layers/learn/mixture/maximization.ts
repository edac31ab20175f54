import type { Dense } from '../matrix.ts';
import type { CovarianceType } from './covarianceTypes.ts';
import type { Mixture } from './logDensities.ts';

/** Σ of the shares times (x - m)(x - m)', divided by their sum: of some components, by where each is written to. */
type Estimate = (X: Dense, shares: Dense, sizes: Float64Array, means: Dense) => Dense;

/**
 * The mixture under which rows with these shares in the components are likeliest.
 *
 * @param shares n × k: of each row in each component, 1 together
 * @param regCovar added to every variance
 */
export function maximize(X: Dense, shares: Dense, covarianceType: CovarianceType, regCovar: number): Mixture {
  const { rows, columns: p } = X;
  const k = shares.columns;
  // No component is quite empty.
  const sizes = new Float64Array(k).fill(10 * Number.EPSILON);
  const data = new Float64Array(k * p);
  for (let row = 0; row < rows; row++) {
    for (let component = 0; component < k; component++) {
      const share = shares.data[row * k + component]!;
      if (share === 0) continue;
      sizes[component]! += share;
      for (let column = 0; column < p; column++)
        data[component * p + column]! += share * X.data[row * p + column]!;
    }
  }
  const means = { rows: k, columns: p, data: data.map((sum, at) => sum / sizes[Math.floor(at / p)]!) };
  const covariances = estimates[covarianceType](X, shares, sizes, means);
  const step = covarianceType === 'full' || covarianceType === 'tied' ? p : 0;
  for (let row = 0; row < covariances.rows; row++) {
    for (let column = 0; column < covariances.columns; column++)
      if (step === 0 || row % step === column)
        covariances.data[row * covariances.columns + column]! += regCovar;
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return { covarianceType, weights: sizes.map((size) => size / total), means, covariances };
}

const estimates: Readonly<Record<CovarianceType, Estimate>> = {
  full(X, shares, sizes, means) {
    const { columns: p } = X;
    const data = products(X, shares, means, (component) => component * p * p);
    return {
      rows: sizes.length * p,
      columns: p,
      data: data.map((sum, at) => sum / sizes[Math.floor(at / (p * p))]!),
    };
  },
  tied(X, shares, sizes, means) {
    const { columns: p } = X;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const data = products(X, shares, means, () => 0).subarray(0, p * p);
    return { rows: p, columns: p, data: data.map((sum) => sum / total) };
  },
  diag(X, shares, sizes, means) {
    const { columns: p } = X;
    const data = squares(X, shares, means).map((sum, at) => sum / sizes[Math.floor(at / p)]!);
    return { rows: sizes.length, columns: p, data };
  },
  spherical(X, shares, sizes, means) {
    const { columns: p } = X;
    const sums = squares(X, shares, means);
    const data = sizes.map(
      (size, component) =>
        sums.subarray(component * p, (component + 1) * p).reduce((sum, value) => sum + value, 0) / size / p,
    );
    return { rows: sizes.length, columns: 1, data };
  },
};

/** Matrices of p × p, each summed from where its component's begins. */
function products(
  X: Dense,
  shares: Dense,
  means: Dense,
  startOf: (component: number) => number,
): Float64Array {
  const { rows, columns: p } = X;
  const k = shares.columns;
  const sums = new Float64Array(k * p * p);
  const centred = new Float64Array(p);
  for (let component = 0; component < k; component++) {
    const start = startOf(component);
    for (let row = 0; row < rows; row++) {
      const share = shares.data[row * k + component]!;
      if (share === 0) continue;
      for (let column = 0; column < p; column++)
        centred[column] = X.data[row * p + column]! - means.data[component * p + column]!;
      for (let i = 0; i < p; i++) {
        const scaled = share * centred[i]!;
        const place = start + i * p;
        for (let j = 0; j <= i; j++) sums[place + j]! += scaled * centred[j]!;
      }
    }
  }
  for (let block = 0; block < sums.length; block += p * p) {
    for (let i = 0; i < p; i++)
      for (let j = 0; j < i; j++) sums[block + j * p + i] = sums[block + i * p + j]!;
  }
  return sums;
}

function squares(X: Dense, shares: Dense, means: Dense): Float64Array {
  const { rows, columns: p } = X;
  const k = shares.columns;
  const sums = new Float64Array(k * p);
  for (let row = 0; row < rows; row++) {
    for (let component = 0; component < k; component++) {
      const share = shares.data[row * k + component]!;
      if (share === 0) continue;
      for (let column = 0; column < p; column++) {
        const distance = X.data[row * p + column]! - means.data[component * p + column]!;
        sums[component * p + column]! += share * distance * distance;
      }
    }
  }
  return sums;
}
