import { checkFinite, checkWidth } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FittedTransformer, ModelDocument } from '../estimator.ts';
import { type Dense, type Features, mostCells, toDense } from '../matrix.ts';
import { inputNames } from './inputNames.ts';

/** How the products are chosen. */
export interface Products {
  readonly minDegree: number;
  readonly maxDegree: number;
  readonly interactionOnly: boolean;
  readonly includeBias: boolean;
}

/** Products of the features of each row. */
export class FittedPolynomialFeatures implements FittedTransformer {
  readonly kind = 'polynomial-features';
  readonly nFeaturesIn: number;
  readonly nOutputFeatures: number;
  private readonly products: Products;
  /** Of each product the position of that without its last factor, and that factor. The first is 1. */
  private readonly parents: Int32Array;
  private readonly factors: Int32Array;
  /** The number of products, the empty one among them, that only lead to others. */
  private readonly skipped: number;

  constructor(nFeaturesIn: number, products: Products) {
    this.nFeaturesIn = nFeaturesIn;
    this.products = products;
    const { parents, factors, starts } = chain(nFeaturesIn, products);
    this.parents = parents;
    this.factors = factors;
    const isPlain = products.minDegree <= 1;
    this.skipped = isPlain ? 1 : starts[products.minDegree]!;
    this.nOutputFeatures = parents.length - this.skipped + Number(products.includeBias);
    if (this.nOutputFeatures === 0)
      throw new InvalidInput(
        'there is no product of these degrees without a factor twice: ask for lower ones',
      );
  }

  transform(features: Features): Dense {
    const X = toDense(features);
    checkWidth(X, this.nFeaturesIn);
    checkFinite(X);
    const { nOutputFeatures: columns, parents, factors, skipped } = this;
    if (X.rows * columns > mostCells)
      throw new InvalidInput(
        `${X.rows} rows of ${columns} products are too many to hold: choose fewer features, or a lower degree`,
      );
    const bias = Number(this.products.includeBias);
    const data = new Float64Array(X.rows * columns);
    // Of all products of a row, those of lower degrees than are asked for among them.
    const values = new Float64Array(parents.length);
    values[0] = 1;
    for (let row = 0; row < X.rows; row++) {
      const start = row * X.columns;
      const end = row * columns + bias;
      for (let place = 1; place < parents.length; place++) {
        const value = values[parents[place]!]! * X.data[start + factors[place]!]!;
        values[place] = value;
        if (place >= skipped) data[end + place - skipped] = value;
      }
      if (bias === 1) data[row * columns] = 1;
    }
    let odd = 0;
    while (odd < data.length && Number.isFinite(data[odd]!)) odd++;
    if (odd === data.length) return { rows: X.rows, columns, data };
    const name = this.featureNames()[odd % columns];
    throw new InvalidInput(
      `${name} of row ${Math.floor(odd / columns)} is too large for a number: scale the features first`,
    );
  }

  /** As `x0^2 x1`; that of the bias is 1. */
  featureNames(inputs?: readonly string[]): string[] {
    const names = inputNames(inputs, this.nFeaturesIn);
    const products = this.powers().map((powers) =>
      powers.size === 0
        ? '1'
        : [...powers].map(([factor, power]) => names[factor]! + (power > 1 ? `^${power}` : '')).join(' '),
    );
    return [...(this.products.includeBias ? ['1'] : []), ...products.slice(this.skipped)];
  }

  /** Of each product its factors, and how often. */
  private powers(): ReadonlyMap<number, number>[] {
    const all: Map<number, number>[] = [new Map()];
    for (let place = 1; place < this.parents.length; place++) {
      const powers = new Map(all[this.parents[place]!]!);
      const factor = this.factors[place]!;
      all.push(powers.set(factor, (powers.get(factor) ?? 0) + 1));
    }
    return all;
  }

  toJSON(): ModelDocument {
    const { kind, nFeaturesIn, products } = this;
    return { kind, nFeaturesIn, ...products };
  }

  static fromJSON({ kind: _, nFeaturesIn, ...products }: ModelDocument): FittedPolynomialFeatures {
    return new FittedPolynomialFeatures(nFeaturesIn as number, products as unknown as Products);
  }
}

/** All products up to the degree, one degree after the other, each of the one before it and a factor not before its last. */
function chain(features: number, { maxDegree, interactionOnly }: Products) {
  const parents = [0];
  const factors = [-1];
  const starts = [0];
  for (let degree = 1; degree <= maxDegree; degree++) {
    const start = parents.length;
    starts.push(start);
    for (let parent = starts[degree - 1]!; parent < start; parent++) {
      const first = Math.max(0, factors[parent]! + (interactionOnly && degree > 1 ? 1 : 0));
      for (let factor = first; factor < features; factor++) {
        parents.push(parent);
        factors.push(factor);
      }
      if (parents.length > mostCells)
        throw new InvalidInput(
          `there are too many products of ${features} features up to degree ${maxDegree}: lower it, or choose fewer features`,
        );
    }
  }
  starts.push(parents.length);
  return { parents: Int32Array.from(parents), factors: Int32Array.from(factors), starts };
}
