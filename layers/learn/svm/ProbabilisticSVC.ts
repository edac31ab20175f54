import type { ProbabilisticClassifier } from '../estimator.ts';
import type { Checks } from '../parameters.ts';
import { SVC, type SVCOptions } from './SVC.ts';

const { probability: _, ...parameters } = SVC.parameters;

/** The SVC that a spec can name: with probabilities. */
export class ProbabilisticSVC extends SVC<true> implements ProbabilisticClassifier {
  static override readonly parameters: Checks = parameters;

  constructor(options: Omit<SVCOptions, 'probability'> = {}) {
    super({ ...options, probability: true });
  }
}
