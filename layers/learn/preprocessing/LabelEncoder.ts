import { InvalidInput } from '../errors.ts';
import { encodeLabels, type LabelsLike } from '../labels.ts';
import { FittedLabelEncoder } from './FittedLabelEncoder.ts';

/**
 * Numbers the classes of a target. Classifiers take labels as they are; this is for what does not.
 *
 * @example new LabelEncoder().fit(['yes', 'no']).transform(['yes']) // [1]
 */
export class LabelEncoder {
  readonly kind = 'label-encoder';
  readonly params = {};

  /** @throws InvalidInput for labels that are neither finite numbers nor texts, or of both types */
  fit(y: LabelsLike): FittedLabelEncoder {
    if (y.length === 0) throw new InvalidInput('there are no rows to fit');
    return new FittedLabelEncoder(encodeLabels(y).classes);
  }
}
