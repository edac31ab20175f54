import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { checkWidth } from '../checkData.ts';
import type { Classes, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import type { Dense, Features } from '../matrix.ts';
import { type Counts, checkCounts, countsOf, forEntries } from './counts.ts';
import { posteriors } from './jointLikelihood.ts';

export interface DiscreteNBFit {
  readonly kind: 'multinomial-nb' | 'bernoulli-nb';
  readonly classes: Classes;
  readonly classLogPrior: Float64Array;
  /** Logarithm of the probability of each feature in each class: k × p. */
  readonly featureLogProb: Dense;
  /** Above it a value is 1 and else 0; null where values count as they are. */
  readonly binarize: number | null;
}

/** Counts, or ones and zeros, that are independent within each class. */
export class DiscreteNBModel implements ProbabilisticModel, DiscreteNBFit {
  readonly kind: DiscreteNBFit['kind'];
  readonly classes: Classes;
  readonly classLogPrior: Float64Array;
  readonly featureLogProb: Dense;
  readonly binarize: number | null;

  constructor({ kind, classes, classLogPrior, featureLogProb, binarize }: DiscreteNBFit) {
    this.kind = kind;
    this.classes = classes;
    this.classLogPrior = classLogPrior;
    this.featureLogProb = featureLogProb;
    this.binarize = binarize;
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    return posteriors(this.predictJointLogProba(X));
  }

  /** log P(x, class), but for what all classes share: n × k. */
  predictJointLogProba(features: Features): Dense {
    const X = countsOf(features);
    checkWidth(X, this.featureLogProb.columns);
    checkCounts(X, this.kind === 'multinomial-nb');
    return this.score(X);
  }

  /** Both likelihoods are linear in what is not zero. */
  private score(X: Counts): Dense {
    const { weights, offsets } = this.linear();
    const [k, width] = [this.classes.length, this.featureLogProb.columns];
    const data = new Float64Array(X.rows * k);
    for (let row = 0; row < X.rows; row++) data.set(offsets, row * k);
    forEntries(X, this.binarize, (row, column, value) => {
      for (let code = 0; code < k; code++) data[row * k + code]! += value * weights[code * width + column]!;
    });
    return { rows: X.rows, columns: k, data };
  }

  private linear(): { weights: Float64Array; offsets: Float64Array } {
    const { data, columns } = this.featureLogProb;
    if (this.kind === 'multinomial-nb') return { weights: data, offsets: this.classLogPrior };
    // A feature that is 0 counts too: with the logarithm of the opposite.
    const opposite = data.map((log) => Math.log1p(-Math.exp(log)));
    const offsets = this.classLogPrior.map((prior, code) =>
      opposite.subarray(code * columns, (code + 1) * columns).reduce((sum, one) => sum + one, prior),
    );
    return { weights: data.map((log, index) => log - opposite[index]!), offsets };
  }

  toJSON(): ModelDocument {
    const { kind, classes, classLogPrior, featureLogProb, binarize } = this;
    return {
      kind,
      classes,
      classLogPrior: [...classLogPrior],
      featureLogProb: packDense(featureLogProb),
      binarize,
    };
  }

  static fromJSON(document: ModelDocument): DiscreteNBModel {
    const { kind, classes, classLogPrior, featureLogProb, binarize } = document as unknown as {
      kind: DiscreteNBFit['kind'];
      classes: Classes;
      classLogPrior: number[];
      featureLogProb: PackedDense;
      binarize: number | null;
    };
    return new DiscreteNBModel({
      kind,
      classes,
      classLogPrior: Float64Array.from(classLogPrior),
      featureLogProb: unpackDense(featureLogProb),
      binarize,
    });
  }
}
