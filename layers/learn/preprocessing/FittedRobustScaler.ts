import type { ModelDocument } from '../estimator.ts';
import { listOf } from './columnNumbers.ts';
import { FittedScaler } from './FittedScaler.ts';

/** Numbers less their column's median, divided by the distance of two of its quantiles. */
export class FittedRobustScaler extends FittedScaler {
  readonly kind = 'robust-scaler';
  /** Null without `withCentering`. */
  readonly center: Float64Array | null;
  /** 1 where the quantiles are equal. Null without `withScaling`. */
  readonly scale: Float64Array | null;

  constructor(width: number, center: Float64Array | null, scale: Float64Array | null) {
    super(width, center, scale);
    this.center = center;
    this.scale = scale;
  }

  toJSON(): ModelDocument {
    const { kind, width, center, scale } = this;
    return { kind, width, center: center && listOf(center), scale: scale && listOf(scale) };
  }

  static fromJSON(document: ModelDocument): FittedRobustScaler {
    const { center, scale } = document as ModelDocument & Record<'center' | 'scale', number[] | null>;
    return new FittedRobustScaler(
      document.width as number,
      center && Float64Array.from(center),
      scale && Float64Array.from(scale),
    );
  }
}
