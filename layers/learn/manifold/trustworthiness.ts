import { InvalidInput } from '../errors.ts';
import { type Features, toDense } from '../matrix.ts';
import { eachRow, nearestNeighbours } from './neighbours.ts';

export interface TrustworthinessOptions {
  /** Less than half of the rows. @default 5 */
  readonly nNeighbors?: number;
}

/**
 * How far neighbours in an embedding are neighbours in the data, from 0 to 1: each that is not costs its rank among the
 * neighbours there (Venna and Kaski, 2001), as scikit-learn's trustworthiness.
 *
 * @example trustworthiness(X, new TSNE().fit(X).embedding, { nNeighbors: 12 })
 */
export function trustworthiness(
  features: Features,
  embedding: Features,
  { nNeighbors = 5 }: TrustworthinessOptions = {},
): number {
  const [X, Y] = [toDense(features), toDense(embedding)];
  const n = X.rows;
  if (Y.rows !== n)
    throw new InvalidInput(`X has ${n} rows and its embedding ${Y.rows}: each row needs its own`);
  if (!Number.isInteger(nNeighbors) || nNeighbors < 1 || nNeighbors >= n / 2)
    throw new InvalidInput(
      `nNeighbors is ${nNeighbors}: give a whole number above 0 and below half of the ${n} rows`,
    );
  const { rows } = nearestNeighbours(Y, nNeighbors);
  let cost = 0;
  eachRow(X, (row, distances) => {
    distances[row] = Number.POSITIVE_INFINITY;
    for (let index = row * nNeighbors; index < (row + 1) * nNeighbors; index++)
      cost += Math.max(0, rankOf(distances, rows[index]!) - nNeighbors);
  });
  return 1 - (2 * cost) / (n * nNeighbors * (2 * n - 3 * nNeighbors - 1));
}

/** 1 for the nearest; of equals the first comes first. */
function rankOf(distances: Float64Array, row: number): number {
  const own = distances[row]!;
  let rank = 1;
  for (let other = 0; other < distances.length; other++)
    if (distances[other]! < own || (distances[other] === own && other < row)) rank++;
  return rank;
}
