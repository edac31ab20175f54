import type { ModelDocument } from '../estimator.ts';
import { type CountedClasses, countedClasses, DiscreteNBModel, transposed } from './DiscreteNBModel.ts';

/** Counts of features that are drawn one by one, each class with probabilities of its own. */
export class MultinomialNBModel extends DiscreteNBModel {
  readonly kind = 'multinomial-nb';
  protected readonly weights: Float64Array;
  protected readonly offsets: Float64Array;

  constructor(counted: CountedClasses) {
    super(counted);
    this.weights = transposed(counted.featureLogProb);
    this.offsets = counted.classLogPrior;
  }

  protected entry(value: number): number {
    return value;
  }

  static fromJSON(document: ModelDocument): MultinomialNBModel {
    return new MultinomialNBModel(countedClasses(document));
  }
}
