import { FittedColumnwise } from './FittedColumnwise.ts';

/** (x - offset) / scale, column by column. */
export abstract class FittedScaler extends FittedColumnwise {
  protected readonly width: number;
  private readonly offsets: Float64Array;
  private readonly scales: Float64Array;

  /** @param offset null for none; as is `scale` */
  constructor(width: number, offset: Float64Array | null, scale: Float64Array | null) {
    super();
    this.width = width;
    this.offsets = offset ?? new Float64Array(width);
    this.scales = scale ?? new Float64Array(width).fill(1);
  }

  protected forward(data: Float64Array): Float64Array {
    const { width, offsets, scales } = this;
    const out = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      for (let column = 0; column < width; column++)
        out[start + column] = (data[start + column]! - offsets[column]!) / scales[column]!;
    }
    return out;
  }

  protected backward(data: Float64Array): Float64Array {
    const { width, offsets, scales } = this;
    const out = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      for (let column = 0; column < width; column++)
        out[start + column] = data[start + column]! * scales[column]! + offsets[column]!;
    }
    return out;
  }
}
