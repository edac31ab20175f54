import type { ModelDocument } from '../estimator.ts';
import { listOf } from './columnNumbers.ts';
import { FittedColumnwise } from './FittedColumnwise.ts';

type Learned = Readonly<Record<'min' | 'scale' | 'dataMin' | 'dataMax', Float64Array>>;

/** x × scale + min, column by column. */
export class FittedMinMaxScaler extends FittedColumnwise {
  readonly kind = 'min-max-scaler';
  readonly min: Float64Array;
  readonly scale: Float64Array;
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
  readonly featureRange: readonly [number, number];
  private readonly clip: boolean;
  protected readonly width: number;

  constructor(
    { min, scale, dataMin, dataMax }: Learned,
    featureRange: readonly [number, number],
    clip: boolean,
  ) {
    super();
    this.min = min;
    this.scale = scale;
    this.dataMin = dataMin;
    this.dataMax = dataMax;
    this.featureRange = featureRange;
    this.clip = clip;
    this.width = min.length;
  }

  get dataRange(): Float64Array {
    return this.dataMax.map((high, column) => high - this.dataMin[column]!);
  }

  protected forward(data: Float64Array): Float64Array {
    const { width, min, scale } = this;
    const [low, high] = this.featureRange;
    const out = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      for (let column = 0; column < width; column++)
        out[start + column] = data[start + column]! * scale[column]! + min[column]!;
    }
    if (this.clip)
      for (const [index, value] of out.entries()) out[index] = Math.min(high, Math.max(low, value));
    return out;
  }

  protected backward(data: Float64Array): Float64Array {
    const { width, min, scale } = this;
    const out = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      for (let column = 0; column < width; column++)
        out[start + column] = (data[start + column]! - min[column]!) / scale[column]!;
    }
    return out;
  }

  toJSON(): ModelDocument {
    const { kind, featureRange, clip } = this;
    const lists = learned.map((name) => [name, listOf(this[name])]);
    return { kind, featureRange, clip, ...Object.fromEntries(lists) };
  }

  static fromJSON(document: ModelDocument): FittedMinMaxScaler {
    const arrays = learned.map((name) => [name, Float64Array.from(document[name] as number[])]);
    return new FittedMinMaxScaler(
      Object.fromEntries(arrays) as Learned,
      document.featureRange as [number, number],
      document.clip as boolean,
    );
  }
}

const learned = ['min', 'scale', 'dataMin', 'dataMax'] as const;
