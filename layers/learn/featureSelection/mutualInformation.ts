import { checkFeatures, checkLength, checkTraining } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import { encodeClasses, type LabelsLike } from '../labels.ts';
import { type Dense, type Features, isSparse, toDense } from '../matrix.ts';
import { mutualInfoScore } from '../metrics/clusterAgreement.ts';
import { columnMoments, moments } from '../moments.ts';
import { seededRandom, standardNormal } from '../random.ts';
import { digammas } from '../special/gamma.ts';
import { betweenContinuous, betweenContinuousAndDiscrete } from './nearestNeighbours.ts';
import type { FeatureScores } from './univariate.ts';

export interface MutualInformationOptions {
  /** Which features are of few values, to be counted: all, none, or those at these positions. @default 'auto': of a sparse matrix all, else none */
  readonly discreteFeatures?: 'auto' | boolean | readonly number[];
  /** @default 3 */
  readonly nNeighbors?: number;
  /** Of the noise, of a ten-billionth, that keeps equal values apart. @default 0 */
  readonly seed?: number;
}

/**
 * The mutual information of each feature with a class, in nats, by distances to nearest neighbours (Ross, 2014), or by counts
 * where features are discrete.
 *
 * @example mutualInfoClassif(X, y).scores
 */
export function mutualInfoClassif(
  features: Features,
  y: LabelsLike,
  options: MutualInformationOptions = {},
): FeatureScores {
  const X = toDense(features);
  checkFeatures(X);
  checkLength(X, y.length);
  const { codes } = encodeClasses(y);
  const { columns, isDiscrete, nNeighbors } = prepare(features, X, options);
  const digamma = digammas(X.rows + nNeighbors);
  return {
    scores: Float64Array.from(columns, (column, index) =>
      isDiscrete(index)
        ? mutualInfoScore(column, codes)
        : betweenContinuousAndDiscrete(column, codes, nNeighbors, digamma),
    ),
  };
}

/**
 * The mutual information of each feature with a number, in nats, by distances to nearest neighbours (Kraskov, Stögbauer and
 * Grassberger, 2004; Ross, 2014, for discrete features).
 *
 * @example mutualInfoRegression(X, y, { discreteFeatures: [2] }).scores
 */
export function mutualInfoRegression(
  features: Features,
  targets: ArrayLike<number>,
  options: MutualInformationOptions = {},
): FeatureScores {
  const X = toDense(features);
  const y = Float64Array.from(targets);
  checkTraining(X, y);
  const { columns, isDiscrete, nNeighbors, random } = prepare(features, X, options);
  const scale = moments(y).deviation || 1;
  const scaled = y.map((value) => value / scale);
  const noise = 1e-10 * Math.max(1, meanSize(scaled));
  const target = scaled.map((value) => value + noise * standardNormal(random));
  const digamma = digammas(X.rows + nNeighbors);
  return {
    scores: Float64Array.from(columns, (column, index) =>
      isDiscrete(index)
        ? betweenContinuousAndDiscrete(target, codesOf(column), nNeighbors, digamma)
        : betweenContinuous(column, target, nNeighbors, digamma),
    ),
  };
}

/** Columns, of which those that are not discrete have a deviation of 1 and a little noise, row by row as scikit-learn draws it. */
function prepare(
  features: Features,
  X: Dense,
  { discreteFeatures = 'auto', nNeighbors = 3, seed = 0 }: MutualInformationOptions,
) {
  if (!(Number.isInteger(nNeighbors) && nNeighbors > 0))
    throw new InvalidInput(`nNeighbors must be a whole number above 0, not ${nNeighbors}`);
  if (nNeighbors >= X.rows)
    throw new InvalidInput(
      `${X.rows} rows do not have ${nNeighbors} neighbours each: set nNeighbors to fewer`,
    );
  const all = discreteFeatures === 'auto' ? isSparse(features) : discreteFeatures;
  const isDiscrete = (column: number) => (typeof all === 'boolean' ? all : all.includes(column));
  const random = seededRandom(seed);
  const { deviations } = columnMoments(X);
  const columns = Array.from({ length: X.columns }, (_, column) =>
    Float64Array.from(
      { length: X.rows },
      (__, row) => X.data[row * X.columns + column]! / (isDiscrete(column) ? 1 : deviations[column]! || 1),
    ),
  );
  const continuous = [...columns.keys()].filter((column) => !isDiscrete(column));
  const noise = columns.map((column) => 1e-10 * Math.max(1, meanSize(column)));
  for (let row = 0; row < X.rows; row++) {
    for (const column of continuous) columns[column]![row]! += noise[column]! * standardNormal(random);
  }
  return { columns, isDiscrete, nNeighbors, random };
}

function meanSize(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}

function codesOf(values: Float64Array): Int32Array {
  const codes = new Map<number, number>();
  return Int32Array.from(values, (value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}
