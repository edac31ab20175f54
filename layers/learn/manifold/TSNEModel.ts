import { type PackedDense, packDense, unpackDense } from '../arrays.ts';
import type { Model, ModelDocument } from '../estimator.ts';
import type { Dense } from '../matrix.ts';

export interface EmbeddingFit {
  /** n × q: a point for each row that it was fitted to. */
  readonly embedding: Dense;
  /** Of the embedding's neighbourhoods from the data's. */
  readonly klDivergence: number;
  /** Rounds done. */
  readonly nIter: number;
  readonly learningRate: number;
}

/** What TSNE found. It has no place for other rows. */
export class TSNEModel implements Model, EmbeddingFit {
  readonly kind = 'tsne';
  readonly embedding: Dense;
  readonly klDivergence: number;
  readonly nIter: number;
  readonly learningRate: number;

  constructor({ embedding, klDivergence, nIter, learningRate }: EmbeddingFit) {
    this.embedding = embedding;
    this.klDivergence = klDivergence;
    this.nIter = nIter;
    this.learningRate = learningRate;
  }

  toJSON(): ModelDocument {
    const { kind, embedding, klDivergence, nIter, learningRate } = this;
    return { kind, embedding: packDense(embedding), klDivergence, nIter, learningRate };
  }

  static fromJSON(document: ModelDocument): TSNEModel {
    return new TSNEModel({
      ...(document as unknown as EmbeddingFit),
      embedding: unpackDense(document.embedding as PackedDense),
    });
  }
}
