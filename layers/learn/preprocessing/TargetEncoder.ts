import { checkLength, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, FitOptions, Transformer } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import type { Dense } from '../matrix.ts';
import { KFold } from '../modelSelection/KFold.ts';
import { StratifiedKFold } from '../modelSelection/StratifiedKFold.ts';
import { anyOf, atLeast, checkParameters, flag, nonNegative, oneOf, seed } from '../parameters.ts';
import { categoryParameters, type GivenCategories, learnCategories, positionsOf } from './categories.ts';
import { type CellMatrix, type Cells, toCells } from './cells.ts';
import { FittedTargetEncoder, type TargetType } from './FittedTargetEncoder.ts';

export interface TargetEncoderOptions {
  /** Of each feature, or 'auto' for those that occur. @default 'auto' */
  readonly categories?: GivenCategories;
  /** What the target is; 'auto' takes texts and whole numbers for classes. @default 'auto' */
  readonly targetType?: 'auto' | TargetType;
  /** How many rows the mean of all counts for, beside those of a category; 'auto' as the variances ask for. @default 'auto' */
  readonly smooth?: 'auto' | number;
  /** Folds of `fitTransform`. @default 5 */
  readonly cv?: number;
  /** Whether rows come into the folds at random. @default true */
  readonly shuffle?: boolean;
  /** @default 0 */
  readonly seed?: number;
}

/** A target as numbers to take means of: its own, or for each class whether it is that. */
interface Target {
  readonly type: TargetType;
  readonly classes: Classes | null;
  readonly codes: Int32Array | undefined;
  readonly values: readonly Float64Array[];
}

/** Positions of the categories of n rows, of one feature; -1 is none. */
type Positions = Int32Array;

/**
 * Encodes categories as the mean of the target that goes with each, drawn to the mean of all where they are rare: empirical
 * Bayes (Micci-Barreca, 2001). The encoding of a row that it was fitted to gives its target away, so that a model should learn
 * from `fitTransform`, in which each row is encoded by the folds that it is not in.
 *
 * @example const { model, transformed } = new TargetEncoder().fitTransform([['a'], ['b'], …], y)
 */
export class TargetEncoder implements Transformer<Cells> {
  static readonly parameters = {
    categories: categoryParameters.categories,
    targetType: oneOf('auto', 'continuous', 'binary', 'multiclass'),
    smooth: anyOf(oneOf('auto'), nonNegative),
    cv: atLeast(2),
    shuffle: flag,
    seed,
  };
  readonly kind = 'target-encoder';
  readonly type = 'transformer';
  readonly params: Required<TargetEncoderOptions>;

  constructor({
    categories = 'auto',
    targetType = 'auto',
    smooth = 'auto',
    cv = 5,
    shuffle = true,
    seed = 0,
  }: TargetEncoderOptions = {}) {
    this.params = { categories, targetType, smooth, cv, shuffle, seed };
  }

  fit(features: Cells, y?: LabelsLike, { sampleWeight }: FitOptions = {}): FittedTargetEncoder {
    refuseWeights(this.kind, sampleWeight);
    return this.learn(features, y).model;
  }

  /** The model of all rows, and the rows, each encoded without its own target. */
  fitTransform(features: Cells, y: LabelsLike): { model: FittedTargetEncoder; transformed: Dense } {
    const { model, X, target, positions } = this.learn(features, y);
    const { cv, shuffle, seed } = this.params;
    const options = { nSplits: cv, shuffle, seed };
    const folds = target.codes
      ? new StratifiedKFold(options).split(X.rows, target.codes)
      : new KFold(options).split(X.rows);
    const width = positions.length * target.values.length;
    const data = new Float64Array(X.rows * width);
    for (const { test } of folds) {
      const isLearned = new Int32Array(X.rows).fill(1);
      for (const row of test) isLearned[row] = 0;
      const { encodings, means } = this.encode(positions, model.categories, target, isLearned);
      for (let place = 0; place < width; place++) {
        const feature = positions[Math.floor(place / target.values.length)]!;
        const mean = means[place % target.values.length]!;
        for (const row of test) {
          data[row * width + place] = feature[row] === -1 ? mean : encodings[place]![feature[row]!]!;
        }
      }
    }
    return { model, transformed: { rows: X.rows, columns: width, data } };
  }

  private learn(features: Cells, y: LabelsLike | undefined) {
    checkParameters(this.kind, this.params, TargetEncoder.parameters);
    const X = toCells(features);
    const learned = learnCategories(X, this.params.categories, false);
    if (!y) throw new InvalidInput('target-encoder needs the target: give y');
    checkLength(X, y.length);
    const categories = learned.map((one) => one.categories);
    const target = targetOf(y, this.params.targetType);
    const positions = X.cells.map((column, index) => rowPositions(column, categories[index]!));
    const all = new Int32Array(X.rows).fill(1);
    const { encodings, means } = this.encode(positions, categories, target, all);
    const model = new FittedTargetEncoder({
      categories,
      encodings,
      targetMean: means,
      targetType: target.type,
      classes: target.classes,
    });
    return { model, X, target, positions };
  }

  /** Of each feature and target what its categories are encoded as, learned from some of the rows. */
  private encode(
    positions: readonly Positions[],
    categories: FittedTargetEncoder['categories'],
    { values }: Target,
    isLearned: Int32Array,
  ): { encodings: Float64Array[]; means: Float64Array } {
    const learned = values.map((one) => momentsOf(one, isLearned));
    const { smooth } = this.params;
    const encodings = positions.flatMap((feature, index) =>
      values.map((target, place) => {
        const { mean, variance } = learned[place]!;
        const width = categories[index]!.length;
        const { counts, means, squares } = categoryMoments(feature, target, isLearned, width);
        return means.map((own, category) => {
          const count = counts[category]!;
          if (smooth !== 'auto')
            return count + smooth === 0 ? mean : (count * own + smooth * mean) / (count + smooth);
          const share = variance * count;
          const trust = share / (share + squares[category]! / count);
          return Number.isNaN(trust) ? mean : trust * own + (1 - trust) * mean;
        });
      }),
    );
    return { encodings, means: Float64Array.from(learned, ({ mean }) => mean) };
  }
}

function rowPositions(column: CellMatrix['cells'][number], categories: readonly (string | number | null)[]) {
  const positions = positionsOf(column, categories);
  const missing = positions.length - 1;
  return column.codes.map((code) => positions[code === -1 ? missing : code]!);
}

/** Mean and variance of the rows to learn from. */
function momentsOf(target: Float64Array, isLearned: Int32Array): { mean: number; variance: number } {
  let [count, sum, squares] = [0, 0, 0];
  for (let row = 0; row < target.length; row++) {
    if (isLearned[row] === 0) continue;
    count++;
    sum += target[row]!;
  }
  const mean = sum / count;
  for (let row = 0; row < target.length; row++)
    if (isLearned[row] === 1) squares += (target[row]! - mean) ** 2;
  return { mean, variance: squares / count };
}

/** Of the target in each category: how often, mean, and the sum of squared distances from it. */
function categoryMoments(feature: Positions, target: Float64Array, isLearned: Int32Array, width: number) {
  const counts = new Float64Array(width);
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let row = 0; row < feature.length; row++) {
    const category = feature[row]!;
    if (category === -1 || isLearned[row] === 0) continue;
    counts[category]! += 1;
    means[category]! += target[row]!;
  }
  for (let category = 0; category < width; category++) means[category]! /= counts[category]! || 1;
  for (let row = 0; row < feature.length; row++) {
    const category = feature[row]!;
    if (category === -1 || isLearned[row] === 0) continue;
    squares[category]! += (target[row]! - means[category]!) ** 2;
  }
  return { counts, means, squares };
}

/** @throws InvalidInput for a continuous target that is not all finite numbers */
function targetOf(y: LabelsLike, wanted: TargetEncoderOptions['targetType']): Target {
  const labels = Array.from(y as ArrayLike<number | string>);
  const isContinuous =
    wanted === 'auto'
      ? labels.some((label) => typeof label === 'number' && !Number.isInteger(label))
      : wanted === 'continuous';
  if (isContinuous) {
    const row = labels.findIndex((label) => !Number.isFinite(label));
    if (row !== -1)
      throw new InvalidInput(`the target of row ${row} is ${labels[row]}: drop rows without a finite target`);
    return {
      type: 'continuous',
      classes: null,
      codes: undefined,
      values: [Float64Array.from(y as number[])],
    };
  }
  const { classes, codes } = encodeLabels(y);
  const type = wanted === 'auto' ? (classes.length > 2 ? 'multiclass' : 'binary') : (wanted as TargetType);
  if (type === 'binary' && classes.length > 2)
    throw new InvalidInput(`the target has ${classes.length} classes: multiclass is its targetType`);
  const values =
    type === 'binary'
      ? [Float64Array.from(codes)]
      : classes.map((_, label) => Float64Array.from(codes, (code) => Number(code === label)));
  return { type, classes, codes, values };
}
