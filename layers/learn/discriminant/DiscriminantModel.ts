import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import { project } from '../decomposition/projection.ts';
import { InvalidInput } from '../errors.ts';
import type { Classes, FittedTransformer, ModelDocument, ProbabilisticModel } from '../estimator.ts';
import type { Labels } from '../labels.ts';
import { likeliestLabels } from '../likeliest.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { softmax } from '../linear/softmax.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';

/** Directions that separate the classes best. */
export interface Discriminants {
  /** q × p, the best first. */
  readonly scalings: Dense;
  /** The mean of the classes' means by their priors: taken off before rows are projected. */
  readonly xbar: Float64Array;
  /** The share of the variance between classes along each. */
  readonly explainedVarianceRatio: Float64Array;
}

export interface DiscriminantFit {
  readonly classes: Classes;
  readonly priors: Float64Array;
  /** Of each class: k × p. */
  readonly means: Dense;
  /** 1 × p for two classes, of which it gives the second, k × p for more. */
  readonly coef: Dense;
  readonly intercept: Float64Array;
  /** What `transform` needs, which the solver 'lsqr' does not find. */
  readonly discriminants: Discriminants | undefined;
}

/** The model of a LinearDiscriminantAnalysis: a classifier, and a transformer to at most k - 1 columns. */
export class DiscriminantModel implements ProbabilisticModel, FittedTransformer, DiscriminantFit {
  readonly kind = 'linear-discriminant-analysis';
  readonly classes: Classes;
  readonly priors: Float64Array;
  readonly means: Dense;
  readonly coef: Dense;
  readonly intercept: Float64Array;
  readonly discriminants: Discriminants | undefined;

  constructor({ classes, priors, means, coef, intercept, discriminants }: DiscriminantFit) {
    this.classes = classes;
    this.priors = priors;
    this.means = means;
    this.coef = coef;
    this.intercept = intercept;
    this.discriminants = discriminants;
  }

  /** n × 1 for two classes, above 0 for the second, n × k for more. */
  decisionFunction(X: Features): Dense {
    const { rows, columns, data } = project(toDense(X), this.coef);
    return { rows, columns, data: data.map((sum, at) => sum + this.intercept[at % columns]!) };
  }

  predict(X: Features): Labels {
    return likeliestLabels(this.predictProba(X), this.classes);
  }

  predictProba(X: Features): Dense {
    const { rows, columns, data } = this.decisionFunction(X);
    if (columns > 1) {
      for (let row = 0; row < rows; row++) softmax(data.subarray(row * columns, (row + 1) * columns));
      return { rows, columns, data };
    }
    const both = new Float64Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      both[2 * row + 1] = sigmoid(data[row]!);
      both[2 * row] = 1 - both[2 * row + 1]!;
    }
    return { rows, columns: 2, data: both };
  }

  /** n × q: rows along the discriminants. @throws InvalidInput when the solver was 'lsqr' */
  transform(X: Features): Dense {
    const { scalings, xbar } = this.found();
    return project(toDense(X), scalings, xbar);
  }

  featureNames(): string[] {
    return Array.from(
      { length: this.found().scalings.rows },
      (_, index) => `lineardiscriminantanalysis${index}`,
    );
  }

  toJSON(): ModelDocument {
    const { kind, classes, priors, means, coef, intercept, discriminants } = this;
    return {
      kind,
      classes,
      priors: [...priors],
      means: packDense(means),
      coef: packDense(coef),
      intercept: [...intercept],
      ...(discriminants && {
        discriminants: {
          scalings: packDense(discriminants.scalings),
          xbar: [...discriminants.xbar],
          explainedVarianceRatio: [...discriminants.explainedVarianceRatio],
        },
      }),
    };
  }

  static fromJSON(document: ModelDocument): DiscriminantModel {
    const { classes, priors, means, coef, intercept, discriminants } = document as unknown as Packed;
    return new DiscriminantModel({
      classes,
      priors: Float64Array.from(priors),
      means: unpackDense(means),
      coef: unpackDense(coef),
      intercept: Float64Array.from(intercept),
      discriminants: discriminants && {
        scalings: unpackDense(discriminants.scalings),
        xbar: Float64Array.from(discriminants.xbar),
        explainedVarianceRatio: Float64Array.from(discriminants.explainedVarianceRatio),
      },
    });
  }

  private found(): Discriminants {
    if (this.discriminants) return this.discriminants;
    throw new InvalidInput("the solver 'lsqr' finds no directions to transform to: use 'svd'");
  }
}

/** As in a document. */
type Packed = {
  readonly [Key in 'priors' | 'intercept']: number[];
} & {
  readonly [Key in 'means' | 'coef']: PackedDense;
} & {
  readonly classes: Classes;
  readonly discriminants?: {
    readonly scalings: PackedDense;
    readonly xbar: number[];
    readonly explainedVarianceRatio: number[];
  };
};
