import type { Loss } from './losses.ts';

export type LearningRate = 'optimal' | 'constant' | 'invscaling' | 'adaptive';

interface Rate {
  /** Length of the given step, from 1. */
  at(step: number): number;
  /** When nothing is won any more. False when there is no slower one. */
  slower(): boolean;
}

interface Options {
  readonly learningRate: LearningRate;
  readonly eta0: number;
  readonly powerT: number;
  readonly alpha: number;
}

/** An adaptive rate that is smaller does not shrink any more. */
const smallest = 1e-6;

export function rateOf(options: Options, loss: Loss): Rate {
  return rates[options.learningRate](options, loss);
}

const fixed = (at: (step: number) => number): Rate => ({ at, slower: () => false });

const rates: Readonly<Record<LearningRate, (options: Options, loss: Loss) => Rate>> = {
  constant: ({ eta0 }) => fixed(() => eta0),
  invscaling: ({ eta0, powerT }) => fixed((step) => eta0 / step ** powerT),
  /** 1 / (α (t₀ + t)), with the first step as long as a typical weight asks for (Bottou, 2012). */
  optimal: ({ alpha }, loss) => {
    // Without a penalty it would be infinite.
    const strength = alpha || 1e-4;
    const typical = Math.sqrt(1 / Math.sqrt(strength));
    const first = typical / Math.max(1, loss.slope(-typical, 1));
    const before = 1 / (first * strength);
    return fixed((step) => 1 / (strength * (before + step - 1)));
  },
  /** A fifth of itself, whenever nothing is won any more. */
  adaptive: ({ eta0 }) => {
    let eta = eta0;
    return {
      at: () => eta,
      slower: () => {
        if (eta <= smallest) return false;
        eta /= 5;
        return true;
      },
    };
  },
};
