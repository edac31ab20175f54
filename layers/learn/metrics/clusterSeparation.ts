import { checkFeatures, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import { type Dense, denseRows, type Features, toDense } from '../matrix.ts';
import { permutation, seededRandom } from '../random.ts';
import { checkRows, type MetricOptions } from './compared.ts';

/** Rows with weight, and their clusters, of which there are at least two and fewer than rows. */
interface Clustered {
  readonly X: Dense;
  readonly codes: Int32Array;
  readonly weights: Float64Array;
  readonly clusters: number;
  /** Weight of each cluster. */
  readonly sizes: Float64Array;
}

/**
 * For each row (b - a) / max(a, b), a being its mean Euclidean distance to the others of its cluster and b that to the nearest
 * other cluster (Rousseeuw, 1987); 0 for a row alone in its cluster. Time and not room grows with the square of the rows.
 *
 * @example silhouetteSamples([[0], [1], [8], [9]], [0, 0, 1, 1]) // 0.882…, 0.866…, 0.866…, 0.882…
 */
export function silhouetteSamples(
  X: Features,
  labels: LabelsLike,
  options: MetricOptions = {},
): Float64Array {
  return silhouettes(clustered(X, labels, options));
}

/**
 * The mean of the rows' silhouettes, from -1 to 1.
 *
 * @param options.sampleSize rows to draw at random, where all would take too long @default null
 * @example silhouetteScore([[0], [1], [8], [9]], [0, 0, 1, 1]) // 0.874…
 */
export function silhouetteScore(
  X: Features,
  labels: LabelsLike,
  {
    sampleSize = null,
    seed = 0,
    ...options
  }: MetricOptions & { readonly sampleSize?: number | null; readonly seed?: number } = {},
): number {
  const drawn = draw(toDense(X), labels, options, sampleSize, seed);
  const found = clustered(drawn.X, drawn.labels, { sampleWeight: drawn.sampleWeight });
  const total = found.weights.reduce((sum, weight) => sum + weight, 0);
  return silhouettes(found).reduce((sum, value, row) => sum + found.weights[row]! * value, 0) / total;
}

/**
 * The mean over the clusters of their likeness to the most alike other one (Davies and Bouldin, 1979): smaller is better.
 *
 * @example daviesBouldinScore([[0], [1], [8], [9]], [0, 0, 1, 1]) // 0.125
 */
export function daviesBouldinScore(X: Features, labels: LabelsLike, options: MetricOptions = {}): number {
  const found = clustered(X, labels, options);
  const { clusters, codes, weights, sizes } = found;
  const centroids = centroidsOf(found);
  const spreads = new Float64Array(clusters);
  for (const [row, code] of codes.entries())
    spreads[code]! += (weights[row]! * distance(found.X, row, centroids, code)) / sizes[code]!;
  let sum = 0;
  for (let a = 0; a < clusters; a++) {
    let worst = 0;
    for (let b = 0; b < clusters; b++) {
      const apart = a === b ? 0 : distance(centroids, a, centroids, b);
      // Centroids that coincide say nothing, as scikit-learn has it.
      if (apart > 0) worst = Math.max(worst, (spreads[a]! + spreads[b]!) / apart);
    }
    sum += worst;
  }
  return sum / clusters;
}

/**
 * The variance between clusters over that within them (Calinski and Harabasz, 1974): larger is better; 1 where there is none
 * within.
 *
 * @example calinskiHarabaszScore([[0], [1], [8], [9]], [0, 0, 1, 1]) // 128
 */
export function calinskiHarabaszScore(X: Features, labels: LabelsLike, options: MetricOptions = {}): number {
  const found = clustered(X, labels, options);
  const { clusters, codes, weights, sizes } = found;
  const centroids = centroidsOf(found);
  const whole = centroidsOf({ ...found, clusters: 1, codes: codes.map(() => 0) });
  const within = codes.reduce(
    (sum, code, row) => sum + weights[row]! * distance(found.X, row, centroids, code) ** 2,
    0,
  );
  const between = sizes.reduce((sum, size, code) => sum + size * distance(centroids, code, whole, 0) ** 2, 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return within === 0 ? 1 : (between / within) * ((total - clusters) / (clusters - 1));
}

function draw(
  X: Dense,
  labels: LabelsLike,
  { sampleWeight }: MetricOptions,
  sampleSize: number | null,
  seed: number,
) {
  if (sampleSize === null) return { X, labels, sampleWeight };
  checkRows(X.rows, labels.length);
  const rows = permutation(X.rows, seededRandom(seed)).slice(0, sampleSize);
  const weights = weightsOf(sampleWeight, X.rows);
  return {
    X: denseRows(X, rows),
    labels: Array.from(rows, (row) => labels[row]!) as string[],
    sampleWeight: weights && Float64Array.from(rows, (row) => weights[row]!),
  };
}

function clustered(features: Features, labels: LabelsLike, { sampleWeight }: MetricOptions): Clustered {
  const X = toDense(features);
  checkFeatures(X);
  checkRows(X.rows, labels.length);
  const weights = weightsOf(sampleWeight, X.rows) ?? new Float64Array(X.rows).fill(1);
  const rows = Int32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  // Clusters that no row with weight has are none.
  const present = encodeLabels(Array.from(rows, (row) => labels[row]!) as string[]);
  const clusters = present.classes.length;
  if (clusters < 2 || clusters >= rows.length)
    throw new InvalidInput(
      `${rows.length} rows are in ${clusters} clusters: there must be two at least, and fewer than rows`,
    );
  const codes = new Int32Array(X.rows);
  const sizes = new Float64Array(clusters);
  for (const [place, row] of rows.entries()) {
    codes[row] = present.codes[place]!;
    sizes[codes[row]!]! += weights[row]!;
  }
  return { X, codes, weights, clusters, sizes };
}

function silhouettes({ X, codes, weights, clusters, sizes }: Clustered): Float64Array {
  // Of each row, the weighted sums of distances to each cluster: symmetric, so that each pair is measured once.
  const sums = new Float64Array(X.rows * clusters);
  const { columns, data } = X;
  for (let a = 0; a < X.rows; a++) {
    for (let b = 0; b < a; b++) {
      let square = 0;
      for (let i = a * columns, j = b * columns, end = i + columns; i < end; i++, j++) {
        const difference = data[i]! - data[j]!;
        square += difference * difference;
      }
      const apart = Math.sqrt(square);
      sums[a * clusters + codes[b]!]! += weights[b]! * apart;
      sums[b * clusters + codes[a]!]! += weights[a]! * apart;
    }
  }
  return Float64Array.from(codes, (own, row) => {
    const others = sizes[own]! - 1;
    if (weights[row] === 0 || others <= 0) return 0;
    const inside = sums[row * clusters + own]! / others;
    let outside = Number.POSITIVE_INFINITY;
    for (let code = 0; code < clusters; code++)
      if (code !== own) outside = Math.min(outside, sums[row * clusters + code]! / sizes[code]!);
    // Both are 0 where rows of two clusters are the same.
    return (outside - inside) / Math.max(inside, outside) || 0;
  });
}

function centroidsOf({
  X,
  codes,
  weights,
  clusters,
}: Pick<Clustered, 'X' | 'codes' | 'weights' | 'clusters'>): Dense {
  const sums = new Float64Array(clusters * X.columns);
  const sizes = new Float64Array(clusters);
  for (const [row, code] of codes.entries()) {
    sizes[code]! += weights[row]!;
    for (let column = 0; column < X.columns; column++)
      sums[code * X.columns + column]! += weights[row]! * X.data[row * X.columns + column]!;
  }
  return {
    rows: clusters,
    columns: X.columns,
    data: sums.map((sum, cell) => sum / sizes[Math.floor(cell / X.columns)]!),
  };
}

function distance(one: Dense, a: number, other: Dense, b: number): number {
  let square = 0;
  for (let column = 0; column < one.columns; column++)
    square += (one.data[a * one.columns + column]! - other.data[b * one.columns + column]!) ** 2;
  return Math.sqrt(square);
}
