import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { KFold } from './KFold.ts';
import type { Splitter } from './Splitter.ts';
import { StratifiedKFold } from './StratifiedKFold.ts';
import type { Split } from './split.ts';

export interface RepeatedFoldOptions {
  /** Folds of each repetition. @default 5 */
  readonly nSplits?: number;
  /** @default 10 */
  readonly nRepeats?: number;
  /** @default 0 */
  readonly seed?: number;
}

/** Shuffled folds, again and again. @example new RepeatedKFold({ nSplits: 5, nRepeats: 2 }).split(100) // 10 splits */
export class RepeatedKFold implements Splitter {
  readonly nSplits: number;
  readonly #splitters: readonly Splitter[];

  constructor(options: RepeatedFoldOptions = {}) {
    this.#splitters = repeat(KFold, options);
    this.nSplits = this.#splitters.reduce((sum, { nSplits }) => sum + nSplits, 0);
  }

  *split(X: Features | number): Generator<Split> {
    for (const splitter of this.#splitters) yield* splitter.split(X);
  }
}

/** @example new RepeatedStratifiedKFold({ nSplits: 5, nRepeats: 2 }).split(X, y) // 10 splits */
export class RepeatedStratifiedKFold implements Splitter {
  readonly nSplits: number;
  readonly #splitters: readonly Splitter[];

  constructor(options: RepeatedFoldOptions = {}) {
    this.#splitters = repeat(StratifiedKFold, options);
    this.nSplits = this.#splitters.reduce((sum, { nSplits }) => sum + nSplits, 0);
  }

  /** @param y the class of each row */
  *split(X: Features | number, y?: LabelsLike): Generator<Split> {
    for (const splitter of this.#splitters) yield* splitter.split(X, y);
  }
}

function repeat(
  Folds: typeof KFold | typeof StratifiedKFold,
  { nSplits = 5, nRepeats = 10, seed = 0 }: RepeatedFoldOptions,
): Splitter[] {
  return Array.from(
    { length: nRepeats },
    (_, repetition) => new Folds({ nSplits, shuffle: true, seed: seed + repetition }),
  );
}
