import { weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';

/** What every metric takes. */
export interface MetricOptions {
  /** n weights, not negative: a row of weight 2 counts as two rows, one of weight 0 as none. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** Codes of two labellings of the same rows, with the classes that either has. */
interface ComparedLabels {
  readonly classes: Classes;
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  readonly weights: Float64Array | undefined;
}

interface ComparedNumbers {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** 1 for every row where none are given. */
  readonly weights: Float64Array;
  /** Sum of the weights. */
  readonly total: number;
}

/**
 * @param labels classes that come first, in their order
 * @throws InvalidInput for labels that cannot be compared
 */
export function compareLabels(
  yTrue: LabelsLike,
  yPred: LabelsLike,
  { sampleWeight, labels = [] as number[] }: MetricOptions & { readonly labels?: Classes | undefined } = {},
): ComparedLabels {
  checkRows(yTrue.length, yPred.length);
  const [one, other] = [encodeLabels(yTrue), encodeLabels(yPred)];
  if (typeof one.classes[0] !== typeof other.classes[0])
    throw new InvalidInput(
      `the targets are ${typeof one.classes[0]}s and the predictions ${typeof other.classes[0]}s: give labels of one type`,
    );
  const found = encodeLabels([...one.classes, ...other.classes] as LabelsLike).classes;
  const classes = [...new Set<number | string>([...labels, ...found])] as unknown as Classes;
  const places = new Map<number | string, number>(classes.map((label, code) => [label, code]));
  const recode = ({ classes: own, codes }: typeof one) => {
    const table = Int32Array.from(own as readonly number[], (label) => places.get(label)!);
    return codes.map((code) => table[code]!);
  };
  return {
    classes,
    actual: recode(one),
    predicted: recode(other),
    weights: weightsOf(sampleWeight, yTrue.length),
  };
}

/** @throws InvalidInput for numbers that cannot be compared */
export function compareNumbers(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  { sampleWeight }: MetricOptions = {},
): ComparedNumbers {
  checkRows(yTrue.length, yPred.length);
  const actual = finiteNumbers(yTrue, 'target');
  const predicted = finiteNumbers(yPred, 'prediction');
  const weights = weightsOf(sampleWeight, actual.length) ?? new Float64Array(actual.length).fill(1);
  return { actual, predicted, weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
}

export function checkRows(targets: number, predictions: number): void {
  if (targets === 0 || targets !== predictions)
    throw new InvalidInput(`${targets} targets and ${predictions} predictions cannot be compared`);
}

/** @throws InvalidInput naming the first that is NaN or infinite */
export function finiteNumbers(values: ArrayLike<number>, what: string): Float64Array {
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  const row = numbers.findIndex((value) => !Number.isFinite(value));
  if (row === -1) return numbers;
  throw new InvalidInput(`the ${what} of row ${row} is ${values[row]}: metrics need finite numbers`);
}
