import type {
  Classifier,
  Dense,
  Estimator,
  FitOptions,
  LabelsLike,
  Model,
  ProbabilisticModel,
  RegressionModel,
} from '../../../layers/learn/index.ts';
import { seededRandom } from '../../../layers/learn/random.ts';
import { dense } from '../dense.ts';

/** What an estimator does other than most. */
export interface Expectations {
  /** A missing value is no fault. @default false */
  readonly missing?: boolean;
  /** Features must not be negative. @default false */
  readonly nonNegative?: boolean;
  /**
   * A row of weight 0 is as no row at all; or weights only count somehow, as where rows are drawn at random; or they are refused.
   * @default 'equivalent'
   */
  readonly weights?: 'equivalent' | 'accepted' | 'refused';
  /** How near a model of weighted rows comes to that of the rows themselves, as a share of the largest answer. @default 1e-6 */
  readonly weightTolerance?: number;
  /** A constant feature more leaves the answers as they were. @default true for what fits an intercept, as its parameters say */
  readonly ignoresConstants?: boolean;
  /** Share of the error of a guess that must remain at most. @default 0.8 */
  readonly remainingError?: number;
  /** Decimals to which a constant target is found again. @default 4 */
  readonly constantDigits?: number;
  /** It says something about the rows it was fitted to only: labels or an embedding. @default false */
  readonly transductive?: boolean;
  /** Classes are voted for, and may be others than the likeliest. @default false */
  readonly votes?: boolean;
  /** Rows that it needs at least to learn from. @default 1 for regressors and unsupervised ones, 2 for classifiers */
  readonly fewestRows?: number;
  /** It takes one feature only. @default any number */
  readonly features?: 1;
}

export type Target = Float64Array | undefined;

/** Data of p features of which the first decides, in two clusters far apart where there is no target. */
export interface Problem {
  readonly X: Dense;
  readonly y: Target;
}

/** An estimator under test: every type of it is fitted and asked in the same way. */
export class Subject {
  readonly make: () => Estimator;
  readonly expectations: Expectations;

  constructor(make: () => Estimator, expectations: Expectations) {
    this.make = make;
    this.expectations = expectations;
  }

  get type(): Estimator['type'] {
    return this.make().type;
  }

  /** Features of the usual problem. */
  get width(): number {
    return this.expectations.features ?? 3;
  }

  get isSupervised(): boolean {
    return this.type === 'regressor' || this.type === 'classifier';
  }

  fit(X: Dense, y: Target | LabelsLike, options?: FitOptions, estimator = this.make()): Model {
    // Every type takes this, and types cannot say so.
    return (estimator as Classifier).fit(X, y as LabelsLike, options);
  }

  /** Numbers, probabilities, or labels and cluster numbers as such; one or more for each row. */
  answers(model: Model, X: Dense): Float64Array {
    if ('predictProba' in model) return (model as ProbabilisticModel).predictProba(X).data;
    if (this.expectations.transductive) return ownAnswers(model as Transductive);
    return Float64Array.from((model as RegressionModel).predict(X));
  }

  problem(n: number, p: number, seed: number): Problem {
    const random = seededRandom(seed);
    const shift = this.expectations.nonNegative ? 1 : 0;
    const rows = Array.from({ length: n }, (_, row) =>
      Array.from({ length: p }, () => 2 * random() - 1 + shift + (this.isSupervised ? 0 : 6 * (row % 2))),
    );
    if (!this.isSupervised) return { X: dense(rows, p), y: undefined };
    // Multinomial distributions know only how the features relate to each other.
    const score = (row: number[]) => 3 * (row[0]! - shift * (p > 1 ? row[1]! : 1)) + 0.5 * (random() - 0.5);
    const y = Float64Array.from(rows, (row) =>
      this.type === 'regressor' ? score(row) : Number(score(row) > 0),
    );
    return { X: dense(rows, p), y };
  }
}

interface Transductive extends Model {
  readonly labels?: Int32Array;
  readonly embedding?: Dense;
}

/** Of the rows that the model was fitted to. */
function ownAnswers({ labels, embedding }: Transductive): Float64Array {
  return embedding ? embedding.data : Float64Array.from(labels!);
}

export function rowOf({ columns, data }: Dense, row: number): number[] {
  return [...data.subarray(row * columns, (row + 1) * columns)];
}
