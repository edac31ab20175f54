import { weightsOf } from '../checkData.ts';
import { fitPart, type Part } from '../compose/part.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, Model } from '../estimator.ts';
import { countColumns, countRows, featureRows, labelRows, prepared } from '../featureRows.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { anyOf, between, count, flag, seed } from '../parameters.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Steps } from '../steps.ts';
import { type BagMember, columnsOf, faultOfWhole } from './BagMember.ts';
import { reseeded } from './reseeded.ts';

export interface BaggingOptions<Of extends Part> {
  /** What each member is. @default a decision tree */
  readonly estimator?: Of;
  /** @default 10 */
  readonly nEstimators?: number;
  /** Rows that each member learns from: a whole number above 1, or a share; of the sum of weights, where there are some. @default 1 */
  readonly maxSamples?: number;
  /** Features that each member sees: a whole number above 1, or a share. @default 1 */
  readonly maxFeatures?: number;
  /** Rows are drawn with replacement. @default true */
  readonly bootstrap?: boolean;
  /** Features are drawn with replacement. @default false */
  readonly bootstrapFeatures?: boolean;
  /** Members are judged by the rows that they have not drawn. @default false */
  readonly oobScore?: boolean;
  /** @default 0 */
  readonly seed?: number;
}

export type BaggingParams<Of extends Part> = Readonly<Required<BaggingOptions<Of>>>;

const share = anyOf(between(0, 1, 'low'), count);
export const baggingParameters = {
  nEstimators: count,
  maxSamples: share,
  maxFeatures: share,
  bootstrap: flag,
  bootstrapFeatures: flag,
  oobScore: flag,
  seed,
};

export function baggingParams<Of extends Part>(
  options: BaggingOptions<Of> & { readonly estimator: Of },
): BaggingParams<Of> {
  return {
    nEstimators: 10,
    maxSamples: 1,
    maxFeatures: 1,
    bootstrap: true,
    bootstrapFeatures: false,
    oobScore: false,
    seed: 0,
    ...options,
  };
}

export interface Bag<Of extends Model> {
  readonly members: readonly BagMember<Of>[];
  /** The rows that each member has drawn. */
  readonly drawn: readonly Int32Array[];
  /** Features of the whole. */
  readonly width: number;
}

/** Draws in which no member could learn, until it is given up. */
const patience = 100;

/**
 * Members that each learn from rows and features drawn at random; weights say how likely a row is drawn (L. Breiman, Bagging
 * predictors, 1996).
 *
 * @param isEnough whether a member can learn from those rows
 */
export function* fitBag<Of extends Model>(
  params: BaggingParams<Part<Of>>,
  [features, y]: readonly [Features, LabelsLike],
  { sampleWeight, ...options }: FitOptions,
  isEnough: (rows: Int32Array) => boolean,
): Steps<Bag<Of>> {
  const { estimator, nEstimators, bootstrap, bootstrapFeatures, oobScore } = params;
  if (oobScore && !bootstrap)
    throw new InvalidInput('there are no rows out of the bag without bootstrap: set oobScore to false');
  const X = prepared(features);
  const [n, p] = [countRows(X), countColumns(X)];
  const weights = weightsOf(sampleWeight, n) ?? new Float64Array(n).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const size = sizeOf(params.maxSamples, total);
  const width = sizeOf(params.maxFeatures, p);
  const most = bootstrap ? Number.POSITIVE_INFINITY : weights.filter((weight) => weight > 0).length;
  if (size > most) throw new InvalidInput(`${size} rows cannot be drawn of ${most}: lower maxSamples`);
  if (width > p && !bootstrapFeatures)
    throw new InvalidInput(`${width} features cannot be drawn of ${p}: lower maxFeatures`);

  const random = seededRandom(params.seed);
  const members: BagMember<Of>[] = [];
  const drawn: Int32Array[] = [];
  const equal = new Float64Array(p).fill(1);
  for (let index = 0; index < nEstimators; index++) {
    const chosen = width === p && !bootstrapFeatures ? null : draw(equal, width, bootstrapFeatures, random);
    let rows = draw(weights, size, bootstrap, random);
    for (let tries = 1; !isEnough(rows); tries++) {
      if (tries === patience)
        throw new InvalidInput(`${patience} draws had rows of one class only: draw more, or give weights`);
      rows = draw(weights, size, bootstrap, random);
    }
    const member = reseeded(estimator, Math.floor(random() * 2 ** 31));
    const data = [columnsOf(featureRows(X, rows), chosen), labelRows(y, rows)] as const;
    const progress = { done: index, total: nEstimators };
    try {
      const model = yield* fitPart([`estimator ${index}`, member], data, options, progress);
      members.push({ model, features: chosen });
    } catch (fault) {
      throw faultOfWhole(X, fault);
    }
    drawn.push(rows);
  }
  return { members, drawn, width: p };
}

/** Of whole numbers 1 alone is a share. */
function sizeOf(wanted: number, all: number): number {
  return wanted > 1 ? wanted : Math.max(1, Math.floor(wanted * all));
}

/** Positions in ascending order, each as likely as its weight. */
function draw(weights: Float64Array, size: number, withReplacement: boolean, random: Random): Int32Array {
  const positions = Int32Array.from(weights.keys());
  if (!withReplacement) {
    // Efraimidis and Spirakis, 2006: the largest of these keys are such a sample.
    const keys = weights.map((weight) =>
      weight > 0 ? Math.log(1 - random()) / weight : Number.NEGATIVE_INFINITY,
    );
    return positions
      .sort((a, b) => keys[b]! - keys[a]! || a - b)
      .slice(0, size)
      .sort();
  }
  let sum = 0;
  const cumulative = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return Int32Array.from({ length: size }, () => {
    const at = random() * sum;
    let [low, high] = [0, weights.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }).sort();
}

/** Calls with each member and the rows that it has not drawn. */
export function outOfBag<Of extends Model>(
  { members, drawn }: Bag<Of>,
  features: Features,
  judge: (model: Of, X: Features, rows: Int32Array) => void,
): void {
  const X = prepared(features);
  for (const [index, { model, features: chosen }] of members.entries()) {
    const inBag = new Set(drawn[index]!);
    const rows = Int32Array.from({ length: countRows(X) }, (_, row) => row).filter((row) => !inBag.has(row));
    if (rows.length > 0) judge(model, columnsOf(featureRows(X, rows), chosen), rows);
  }
}
