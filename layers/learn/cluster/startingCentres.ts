import { checkFinite } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import type { Random } from '../random.ts';
import { drawDistinct, kMeansPlusPlus } from './kMeansPlusPlus.ts';

export type KMeansInit = 'k-means++' | 'random' | Features;

const draws = { 'k-means++': kMeansPlusPlus, random: drawDistinct };

export function isNamed(init: KMeansInit): init is keyof typeof draws {
  return typeof init === 'string';
}

/** @throws InvalidInput for given centres of another number or width, or that are not finite */
export function centresFrom(
  init: KMeansInit,
  X: Dense,
  nClusters: number,
  weights: Float64Array | undefined,
  random: Random,
): Dense {
  if (isNamed(init)) return draws[init](X, nClusters, weights, random).centres;
  const centres = toDense(init);
  if (centres.rows !== nClusters || centres.columns !== X.columns)
    throw new InvalidInput(
      `init has ${centres.rows} centres of ${centres.columns} features: give ${nClusters} of ${X.columns}`,
    );
  checkFinite(centres);
  return { ...centres, data: centres.data.slice() };
}
