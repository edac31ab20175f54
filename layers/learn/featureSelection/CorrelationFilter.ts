import { checkFeatures, refuseWeights } from '../checkData.ts';
import type { FitOptions, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import { type Features, toDense } from '../matrix.ts';
import { columnMoments } from '../moments.ts';
import { between, checkParameters } from '../parameters.ts';
import { SelectionModel } from './SelectionModel.ts';

export interface CorrelationFilterOptions {
  /** Largest correlation, of either sign, that features may have. @default 0.9 */
  readonly threshold?: number;
}

/**
 * Drops features that say again what another one says (scikit-learn has no such filter). The rule: features are looked at in
 * their order, and one goes when Pearson's correlation with any before it that stays exceeds the threshold; `correlatedWith`
 * names the one it is most correlated with of those. A constant feature is correlated with none.
 *
 * @example new CorrelationFilter({ threshold: 0.95 }).fit(X).transform(X)
 */
export class CorrelationFilter implements Transformer {
  static readonly parameters = { threshold: between(0, 1) };
  readonly kind = 'correlation-filter';
  readonly type = 'transformer';
  readonly params: Readonly<Required<CorrelationFilterOptions>>;

  constructor({ threshold = 0.9 }: CorrelationFilterOptions = {}) {
    this.params = { threshold };
  }

  fit(features: Features, _y?: LabelsLike, { sampleWeight }: FitOptions = {}): SelectionModel {
    checkParameters(this.kind, this.params, CorrelationFilter.parameters);
    refuseWeights(this.kind, sampleWeight);
    const X = toDense(features);
    checkFeatures(X);
    const { means, deviations } = columnMoments(X);
    const kept: { readonly column: number; readonly values: Float64Array }[] = [];
    const correlatedWith = new Float64Array(X.columns).fill(-1);
    for (let column = 0; column < X.columns; column++) {
      const scale = deviations[column]! * Math.sqrt(X.rows) || 1;
      const values = Float64Array.from(
        { length: X.rows },
        (_, row) =>
          (deviations[column] === 0 ? 0 : X.data[row * X.columns + column]! - means[column]!) / scale,
      );
      let largest = this.params.threshold;
      for (const other of kept) {
        const correlation = Math.abs(dot(values, other.values));
        if (correlation <= largest) continue;
        largest = correlation;
        correlatedWith[column] = other.column;
      }
      if (correlatedWith[column] === -1) kept.push({ column, values });
    }
    const support = Array.from(correlatedWith, (other) => other === -1);
    return new SelectionModel({ kind: this.kind, support, correlatedWith });
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += a[row]! * b[row]!;
  return sum;
}
