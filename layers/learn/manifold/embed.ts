import { Arena } from '../kernels/Arena.ts';
import type { Dense, Sparse } from '../matrix.ts';
import type { Steps } from '../steps.ts';
import { pairwiseRepulsion } from './pairwiseRepulsion.ts';
import { QuadTree } from './QuadTree.ts';

export interface EmbedOptions {
  readonly earlyExaggeration: number;
  readonly learningRate: number;
  readonly maxIter: number;
  readonly nIterWithoutProgress: number;
  readonly minGradNorm: number;
  readonly method: 'barnes_hut' | 'exact';
  readonly angle: number;
}

export interface Embedded {
  readonly embedding: Dense;
  readonly klDivergence: number;
  readonly nIter: number;
}

/** Rounds with exaggerated attraction, which bring clusters together at first. */
const earlyRounds = 250;
/** Rounds from one look at the divergence to the next. */
const lookEvery = 50;
/** Of a step in the direction of the last one, and in another. */
const [gainMore, gainLess, leastGain] = [0.2, 0.8, 0.01];
const smallest = 2.3e-16;

/**
 * Moves points so that they are neighbours as the affinities say: gradient descent on the Kullback-Leibler divergence of the
 * embedding's affinities, Student's t with one degree of freedom (van der Maaten, 2014, "Accelerating t-SNE using tree-based
 * algorithms").
 */
export function* embed(affinities: Sparse, start: Dense, options: EmbedOptions): Steps<Embedded> {
  const { columns: dimensions } = start;
  const state = new Descent(affinities, start, options);
  const phases = [
    {
      until: Math.min(earlyRounds, options.maxIter),
      exaggeration: options.earlyExaggeration,
      momentum: 0.5,
      patience: earlyRounds,
    },
    { until: options.maxIter, exaggeration: 1, momentum: 0.8, patience: options.nIterWithoutProgress },
  ];
  let nIter = 0;
  let klDivergence = Number.POSITIVE_INFINITY;
  for (const { until, exaggeration, momentum, patience } of phases) {
    state.stop();
    let [best, bestRound] = [Number.POSITIVE_INFINITY, nIter];
    while (nIter < until) {
      const isLook = (nIter + 1) % lookEvery === 0 || nIter + 1 === until;
      const { divergence, norm } = state.step(exaggeration, momentum, isLook);
      nIter++;
      if (!isLook) {
        yield { done: nIter, total: options.maxIter };
        continue;
      }
      klDivergence = divergence;
      yield { done: nIter, total: options.maxIter, loss: divergence };
      if (divergence < best) [best, bestRound] = [divergence, nIter];
      else if (nIter - bestRound > patience) break;
      if (norm <= options.minGradNorm) break;
    }
  }
  return {
    embedding: { rows: start.rows, columns: dimensions, data: state.embedding },
    klDivergence,
    nIter,
  };
}

class Descent {
  readonly embedding: Float64Array;
  private readonly affinities: Sparse;
  private readonly dimensions: number;
  private readonly learningRate: number;
  private readonly repel: (out: Float64Array) => number;
  private readonly repulsion: Float64Array;
  private readonly gradient: Float64Array;
  private readonly update: Float64Array;
  private readonly gains: Float64Array;

  constructor(affinities: Sparse, start: Dense, { learningRate, method, angle }: EmbedOptions) {
    const embedding = start.data.slice();
    this.embedding = embedding;
    this.affinities = affinities;
    this.dimensions = start.columns;
    this.learningRate = learningRate;
    const { rows, columns } = start;
    if (method === 'exact') this.repel = (out) => pairwiseRepulsion(embedding, columns, out);
    else {
      const tree = new QuadTree(rows, new Arena());
      this.repel = (out) => tree.repel(embedding, angle, out);
    }
    this.repulsion = new Float64Array(embedding.length);
    this.gradient = new Float64Array(embedding.length);
    this.update = new Float64Array(embedding.length);
    this.gains = new Float64Array(embedding.length);
  }

  /** Forgets the last step. */
  stop(): void {
    this.update.fill(0);
    this.gains.fill(1);
  }

  /** @param isLook whether the divergence before the step is wanted, NaN else; with the norm of its gradient */
  step(exaggeration: number, momentum: number, isLook: boolean) {
    const { embedding, gradient, update, gains, learningRate } = this;
    const divergence = this.writeGradient(exaggeration, isLook);
    let square = 0;
    for (let index = 0; index < embedding.length; index++) {
      const slope = gradient[index]!;
      square += slope * slope;
      const gain =
        update[index]! * slope < 0 ? gains[index]! + gainMore : Math.max(leastGain, gains[index]! * gainLess);
      gains[index] = gain;
      update[index] = momentum * update[index]! - learningRate * gain * slope;
      embedding[index]! += update[index]!;
    }
    return { divergence, norm: Math.sqrt(square) };
  }

  private writeGradient(exaggeration: number, isLook: boolean): number {
    const { gradient, repulsion } = this;
    const total = Math.max(this.repel(repulsion), Number.MIN_VALUE);
    const attraction = this.dimensions === 2 ? this.attractInPlane() : this.attract();
    for (let index = 0; index < gradient.length; index++)
      gradient[index] = 4 * (exaggeration * attraction[index]! - repulsion[index]! / total);
    return isLook ? this.divergence(exaggeration, total) : Number.NaN;
  }

  /** Writes Σ p q (y - y'). */
  private attractInPlane(): Float64Array {
    const { embedding, gradient } = this;
    const { rows, indptr, indices, values } = this.affinities;
    for (let row = 0; row < rows; row++) {
      const x = embedding[2 * row]!;
      const y = embedding[2 * row + 1]!;
      let forceX = 0;
      let forceY = 0;
      const end = indptr[row + 1]!;
      for (let place = indptr[row]!; place < end; place++) {
        const other = 2 * indices[place]!;
        const dx = x - embedding[other]!;
        const dy = y - embedding[other + 1]!;
        const share = values[place]! / (1 + (dx * dx + dy * dy));
        forceX += share * dx;
        forceY += share * dy;
      }
      gradient[2 * row] = forceX;
      gradient[2 * row + 1] = forceY;
    }
    return gradient;
  }

  private attract(): Float64Array {
    const { embedding, gradient, dimensions } = this;
    const { rows, indptr, indices, values } = this.affinities;
    gradient.fill(0);
    for (let row = 0; row < rows; row++) {
      const from = row * dimensions;
      for (let place = indptr[row]!; place < indptr[row + 1]!; place++) {
        const to = indices[place]! * dimensions;
        const share = values[place]! / (1 + this.squareOf(from, to));
        for (let axis = 0; axis < dimensions; axis++)
          gradient[from + axis]! += share * (embedding[from + axis]! - embedding[to + axis]!);
      }
    }
    return gradient;
  }

  private divergence(exaggeration: number, total: number): number {
    const { rows, indptr, indices, values } = this.affinities;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      for (let place = indptr[row]!; place < indptr[row + 1]!; place++) {
        const p = exaggeration * values[place]!;
        const q = 1 / (1 + this.squareOf(row * this.dimensions, indices[place]! * this.dimensions)) / total;
        sum += p * Math.log(Math.max(p, smallest) / Math.max(q, smallest));
      }
    }
    return sum;
  }

  private squareOf(from: number, to: number): number {
    let square = 0;
    for (let axis = 0; axis < this.dimensions; axis++)
      square += (this.embedding[from + axis]! - this.embedding[to + axis]!) ** 2;
    return square;
  }
}
