import { describe } from 'vitest';
import type { Estimator } from '../../../layers/learn/index.ts';
import { checkBadData } from './badData.ts';
import { checkClasses } from './classes.ts';
import { checkEdges } from './edges.ts';
import { checkInputs } from './inputs.ts';
import { checkModels } from './models.ts';
import { type Expectations, Subject } from './Subject.ts';
import { checkWeights } from './weights.ts';

/**
 * What every estimator promises, whatever its parameters; the list is scikit-learn's check_estimator, as far as it applies.
 * Call it within a `describe`.
 *
 * @example describe('ridge', () => checkEstimator(() => new Ridge({ alpha: 0.5 })))
 */
export function checkEstimator(make: () => Estimator, expectations: Expectations = {}): void {
  const subject = new Subject(make, expectations);
  describe('parameters and inputs', () => checkInputs(subject));
  describe('models', () => checkModels(subject));
  describe('sample weights', () => checkWeights(subject));
  describe('data that cannot be learned from is refused', () => checkBadData(subject));
  describe('data at the edge works', () => checkEdges(subject));
  if (subject.type === 'classifier') describe('classes', () => checkClasses(subject));
}
