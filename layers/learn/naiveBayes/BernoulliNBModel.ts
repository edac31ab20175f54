import type { ModelDocument } from '../estimator.ts';
import { type CountedClasses, countedClasses, DiscreteNBModel, transposed } from './DiscreteNBModel.ts';

/** Features that are there or not, each class with probabilities of its own. */
export class BernoulliNBModel extends DiscreteNBModel {
  readonly kind = 'bernoulli-nb';
  /** A feature is there when its value is above; null of features that are 0 or 1. */
  readonly binarize: number | null;
  protected readonly weights: Float64Array;
  protected readonly offsets: Float64Array;

  constructor(counted: CountedClasses, binarize: number | null) {
    super(counted);
    this.binarize = binarize;
    const { rows, columns, data } = counted.featureLogProb;
    // ln(1 - P), of which the sum says that no feature is there; those that are put it right.
    const absent = data.map((present) => Math.log1p(-Math.exp(present)));
    const weights = data.map((present, index) => present - absent[index]!);
    this.weights = transposed({ rows, columns, data: weights });
    this.offsets = counted.classLogPrior.map((prior, code) => {
      let sum = prior;
      for (let column = 0; column < columns; column++) sum += absent[code * columns + column]!;
      return sum;
    });
  }

  protected entry(value: number): number {
    return this.binarize === null ? value : Number(value > this.binarize);
  }

  override toJSON(): ModelDocument {
    return { ...super.toJSON(), binarize: this.binarize };
  }

  static fromJSON(document: ModelDocument): BernoulliNBModel {
    return new BernoulliNBModel(countedClasses(document), document.binarize as number | null);
  }
}
