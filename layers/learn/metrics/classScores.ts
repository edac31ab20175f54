import { checkFinite, weightsOf } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes } from '../estimator.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { checkRows, type MetricOptions } from './compared.ts';

/** Scores of n rows for each of k classes, beside the class of each row. */
export class ClassScores {
  readonly classes: Classes;
  /** The class of each row. */
  readonly codes: Int32Array;
  /** n × k. */
  readonly scores: Dense;
  readonly weights: Float64Array | undefined;

  constructor(classes: Classes, codes: Int32Array, scores: Dense, weights: Float64Array | undefined) {
    this.classes = classes;
    this.codes = codes;
    this.scores = scores;
    this.weights = weights;
  }

  /** Scores of a class. */
  of(code: number): Float64Array {
    const { columns, data } = this.scores;
    const scores = new Float64Array(this.codes.length);
    for (let row = 0; row < scores.length; row++) scores[row] = data[row * columns + code]!;
    return scores;
  }

  /** 1 for rows of the class. */
  isOf(code: number): Uint8Array {
    const is = new Uint8Array(this.codes.length);
    for (let row = 0; row < is.length; row++) is[row] = this.codes[row] === code ? 1 : 0;
    return is;
  }

  /** Weight of the rows of a class. */
  weightOf = (code: number): number =>
    this.codes.reduce((sum, one, row) => sum + (one === code ? (this.weights?.[row] ?? 1) : 0), 0);
}

/**
 * @param yScore n × k, the columns in the order of the classes; n numbers are the scores of the second of two
 * @param labels classes of the columns, which the target may lack
 * @throws InvalidInput when there is another number of columns than of classes
 */
export function scoresOf(
  yTrue: LabelsLike,
  yScore: ArrayLike<number> | Features,
  { labels, sampleWeight }: MetricOptions & { readonly labels?: Classes | undefined } = {},
): ClassScores {
  const scores = isList(yScore) ? secondOfTwo(yScore) : toDense(yScore);
  checkFinite(scores);
  checkRows(yTrue.length, scores.rows);
  const encoded = encodeLabels(yTrue);
  const classes = labels ?? (encoded.classes.length === 1 ? widened(encoded.classes) : encoded.classes);
  if (classes.length !== scores.columns)
    throw new InvalidInput(
      `there are scores of ${scores.columns} classes, but the target has ${classes.length}: give a column for each class, and say as labels which classes these are`,
    );
  const places = encoded.classes.map((label) => (classes as readonly unknown[]).indexOf(label));
  const unknown = places.indexOf(-1);
  if (unknown !== -1)
    throw new InvalidInput(
      `the target has ${JSON.stringify(encoded.classes[unknown])}, which is none of the labels ${classes.join(', ')}`,
    );
  const codes = encoded.codes.map((code) => places[code]!);
  return new ClassScores(classes, codes, scores, weightsOf(sampleWeight, codes.length));
}

function isList(scores: ArrayLike<number> | Features): scores is ArrayLike<number> {
  return 'length' in scores && (scores.length === 0 || typeof (scores as ArrayLike<unknown>)[0] === 'number');
}

function secondOfTwo(scores: ArrayLike<number>): Dense {
  const data = new Float64Array(2 * scores.length);
  for (let row = 0; row < scores.length; row++) {
    data[2 * row] = 1 - scores[row]!;
    data[2 * row + 1] = scores[row]!;
  }
  return { rows: scores.length, columns: 2, data };
}

/** Rows of one class alone say what the other one is only where they are of 0 and 1, or of -1 and 1. */
function widened([only]: Classes): Classes {
  if (only === 0 || only === 1) return [0, 1];
  if (only === -1) return [-1, 1];
  throw new InvalidInput(
    `every row is of class ${JSON.stringify(only)}: say as labels which classes there are`,
  );
}
