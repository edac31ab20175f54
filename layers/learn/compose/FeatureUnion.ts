import { checkSize, refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions, FittedTransformer, Transformer } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { checkParameters, flag, orNull } from '../parameters.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type Block, passed } from './blocks.ts';
import { FittedFeatureUnion } from './FittedFeatureUnion.ts';
import { fitPart, isTransformer, type Named, namedBy, type Part } from './part.ts';
import { areWeights, checkWeights, type TransformerWeights, weightOf } from './transformerWeights.ts';

type Entry = Named<Part<FittedTransformer<never>> | 'passthrough' | 'drop'>;

export interface FeatureUnionOptions {
  readonly transformerList: readonly Entry[];
  /** A factor for the output of a transformer, by its name. @default null */
  readonly transformerWeights?: TransformerWeights;
  /** Begins the names of columns with that of their transformer and two underscores. @default true */
  readonly verboseFeatureNamesOut?: boolean;
}

/**
 * Several transformers of the same input, their outputs side by side.
 *
 * @example new FeatureUnion({ transformerList: [['pca', new PCA()], ['best', new SelectKBest({ k: 2 })]] }).fit(X, y)
 */
export class FeatureUnion<Input = Features> implements Transformer<Input> {
  static readonly parameters = {
    transformerList: namedBy(
      (entry) => isTransformer(entry) || entry === 'passthrough' || entry === 'drop',
      'names and transformers',
    ),
    transformerWeights: orNull(areWeights),
    verboseFeatureNamesOut: flag,
  };
  readonly kind = 'feature-union';
  readonly type = 'transformer';
  readonly params: Readonly<Required<FeatureUnionOptions>>;

  constructor(options: FeatureUnionOptions) {
    this.params = { transformerWeights: null, verboseFeatureNamesOut: true, ...options };
  }

  fit(X: Input, y?: LabelsLike, options: FitOptions = {}): FittedFeatureUnion<Input> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(X: Input, y?: LabelsLike, options: FitOptions = {}): Steps<FittedFeatureUnion<Input>> {
    checkParameters(this.kind, this.params, FeatureUnion.parameters);
    refuseWeights(this.kind, options.sampleWeight);
    const { transformerList, transformerWeights, verboseFeatureNamesOut } = this.params;
    checkWeights(
      transformerWeights,
      transformerList.map(([name]) => name),
    );
    const blocks: Block[] = [];
    let width: number | undefined;
    for (const [done, [name, entry]] of transformerList.entries()) {
      if (entry === 'drop') continue;
      const weight = weightOf(transformerWeights, name);
      if (entry === 'passthrough') {
        const whole = passed(X as Features);
        checkSize(whole);
        width = whole.columns;
        blocks.push({ name, fitted: entry, weight });
        continue;
      }
      const fitted = yield* fitPart([name, entry], [X, y], options, { done, total: transformerList.length });
      blocks.push({ name, fitted, weight });
    }
    if (blocks.length === 0) throw new InvalidInput('every transformer is dropped: keep at least one');
    return new FittedFeatureUnion<Input>(blocks, width, verboseFeatureNamesOut);
  }
}
