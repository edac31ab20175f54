import { InvalidInput } from '../errors.ts';
import type { ModelDocument } from '../estimator.ts';
import { listOf } from './columnNumbers.ts';
import { FittedColumnwise } from './FittedColumnwise.ts';
import { FittedStandardScaler } from './FittedStandardScaler.ts';
import { type PowerMethod, powerFunctions } from './powerFunctions.ts';

/** A power of each number, then scaled to mean 0 and variance 1. */
export class FittedPowerTransformer extends FittedColumnwise {
  readonly kind = 'power-transformer';
  readonly method: PowerMethod;
  readonly lambdas: Float64Array;
  /** Null without `standardize`. */
  private readonly scaler: FittedStandardScaler | null;
  protected readonly width: number;

  constructor(method: PowerMethod, lambdas: Float64Array, scaler: FittedStandardScaler | null) {
    super();
    this.method = method;
    this.lambdas = lambdas;
    this.scaler = scaler;
    this.width = lambdas.length;
  }

  protected forward(data: Float64Array): Float64Array {
    const { width, lambdas, method } = this;
    if (method === 'box-cox') checkPositive(data, width);
    const { forward } = powerFunctions[method];
    const powers = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      for (let column = 0; column < width; column++)
        powers[start + column] = forward(data[start + column]!, lambdas[column]!);
    }
    return this.scaler ? this.scaler.transform(this.matrixOf(powers)).data : powers;
  }

  protected backward(data: Float64Array): Float64Array {
    const { width, lambdas } = this;
    const { backward } = powerFunctions[this.method];
    const powers = this.scaler ? this.scaler.inverseTransform(this.matrixOf(data)).data : data;
    return powers.map((value, index) => {
      const x = backward(value, lambdas[index % width]!);
      if (Number.isFinite(x) || Number.isNaN(data[index]!)) return x;
      throw new InvalidInput(
        `feature ${index % width} of row ${Math.floor(index / width)} is ${data[index]}, which no number is transformed to: clip it to what transform gives`,
      );
    });
  }

  private matrixOf(data: Float64Array) {
    return { rows: data.length / this.width, columns: this.width, data };
  }

  toJSON(): ModelDocument {
    const { kind, method, lambdas, scaler } = this;
    return { kind, method, lambdas: listOf(lambdas), scaler: scaler ? scaler.toJSON() : null };
  }

  static fromJSON({ method, lambdas, scaler }: ModelDocument): FittedPowerTransformer {
    return new FittedPowerTransformer(
      method as PowerMethod,
      Float64Array.from(lambdas as number[]),
      scaler ? FittedStandardScaler.fromJSON(scaler as ModelDocument) : null,
    );
  }
}

/** @throws InvalidInput for numbers that Box and Cox's transform does not take */
export function checkPositive(data: Float64Array, columns: number): void {
  const index = data.findIndex((value) => value <= 0);
  if (index === -1) return;
  throw new InvalidInput(
    `feature ${index % columns} of row ${Math.floor(index / columns)} is ${data[index]}: box-cox takes numbers above 0, so use yeo-johnson`,
  );
}
