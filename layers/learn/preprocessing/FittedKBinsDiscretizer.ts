import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, toDense } from '../matrix.ts';
import { inputNames } from './inputNames.ts';

export type BinEncoding = 'onehot-dense' | 'ordinal';

/** The number of the bin that each number is in, or a column for each bin. */
export class FittedKBinsDiscretizer implements FittedTransformer {
  readonly kind = 'k-bins-discretizer';
  readonly encode: BinEncoding;
  /** Of each column, ascending, one more than it has bins; those of a constant one are infinite. */
  readonly binEdges: readonly Float64Array[];
  /** Where the bins of each column start among all. */
  private readonly starts: Int32Array;

  constructor(encode: BinEncoding, binEdges: readonly Float64Array[]) {
    this.encode = encode;
    this.binEdges = binEdges;
    this.starts = new Int32Array(binEdges.length + 1);
    for (const [column, edges] of binEdges.entries())
      this.starts[column + 1] = this.starts[column]! + edges.length - 1;
  }

  get nBins(): Int32Array {
    return Int32Array.from(this.binEdges, (edges) => edges.length - 1);
  }

  transform(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.binEdges.length);
    checkFinite(X);
    const isOrdinal = this.encode === 'ordinal';
    const columns = isOrdinal ? X.columns : this.starts.at(-1)!;
    const data = new Float64Array(X.rows * columns);
    for (const [column, edges] of this.binEdges.entries()) {
      for (let row = 0; row < X.rows; row++) {
        const bin = binOf(X.data[row * X.columns + column]!, edges);
        if (isOrdinal) data[row * columns + column] = bin;
        else data[row * columns + this.starts[column]! + bin] = 1;
      }
    }
    return { rows: X.rows, columns, data };
  }

  /** The middle of each number's bin. @throws InvalidInput for the bins of a constant column, which have none */
  inverseTransform(features: Features): Dense {
    const { binEdges, starts } = this;
    const B = toDense(features);
    checkWidth(B, this.featureNames().length);
    const columns = binEdges.length;
    const data = new Float64Array(B.rows * columns);
    for (const [column, edges] of binEdges.entries()) {
      for (let row = 0; row < B.rows; row++) {
        const own = B.data.subarray(row * B.columns + starts[column]!, row * B.columns + starts[column + 1]!);
        const bin = this.encode === 'ordinal' ? B.data[row * columns + column]! : own.indexOf(1);
        const middle = (edges[bin]! + edges[bin + 1]!) / 2;
        if (!Number.isFinite(middle))
          throw new InvalidInput(
            `row ${row} has no bin of feature ${column} that has a middle: give bins as transform made them, of columns that are not constant`,
          );
        data[row * columns + column] = middle;
      }
    }
    return { rows: B.rows, columns, data };
  }

  /** As those of a OneHotEncoder, the bins being numbered from 0. */
  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.binEdges.length);
    if (this.encode === 'ordinal') return names;
    return names.flatMap((name, column) =>
      Array.from({ length: this.binEdges[column]!.length - 1 }, (_, bin) => `${name}_${bin.toFixed(1)}`),
    );
  }

  toJSON(): ModelDocument {
    const { kind, encode, binEdges } = this;
    // Of a constant column only that it is one: JSON has no infinity.
    const edges = binEdges.map((one) => (one[0] === Number.NEGATIVE_INFINITY ? null : [...one]));
    return { kind, encode, binEdges: edges };
  }

  static fromJSON({ encode, binEdges }: ModelDocument): FittedKBinsDiscretizer {
    return new FittedKBinsDiscretizer(
      encode as BinEncoding,
      (binEdges as (number[] | null)[]).map((edges) => (edges ? Float64Array.from(edges) : endless())),
    );
  }
}

/** The edges of the only bin of a constant column. */
export function endless(): Float64Array {
  return Float64Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
}

/** The number of inner edges that are not above a value: counted where they are few, as that has no branches, else by halving. */
function binOf(value: number, edges: Float64Array): number {
  const last = edges.length - 1;
  if (last <= 16) {
    let bin = 0;
    for (let edge = 1; edge < last; edge++) bin += edges[edge]! <= value ? 1 : 0;
    return bin;
  }
  let [low, high] = [1, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
