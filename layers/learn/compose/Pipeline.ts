import type { FitOptions, FittedTransformer, Model } from '../estimator.ts';
import type { LabelsLike } from '../labels.ts';
import type { Features } from '../matrix.ts';
import { type Check, checkParameters } from '../parameters.ts';
import type { Resampler } from '../resample.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type FittedPipelineOf, PipelineModel } from './PipelineModel.ts';
import {
  type FittedPart,
  fitPart,
  type InputOf,
  isPart,
  isTransformer,
  type Named,
  namedBy,
  type Part,
  within,
} from './part.ts';

type Step = Part | Resampler | 'passthrough';
export type PipelineSteps = readonly [...(readonly Named<Step>[]), Named<Part>];
type LastOf<Of extends PipelineSteps> = Of extends readonly [...unknown[], Named<infer Last>] ? Last : Part;
type FirstOf<Of extends PipelineSteps> = Of[0] extends Named<infer First> ? First : Part;

interface PipelineOptions<Of extends PipelineSteps = PipelineSteps> {
  /**
   * Transformers, what chooses rows (see Resampler), or 'passthrough' in place of one; at the end an estimator or one
   * transformer more.
   */
  readonly steps: Of;
}

const areParts = namedBy(
  (step) => isPart(step) || isResampler(step) || step === 'passthrough',
  'names and estimators',
);
const steps: Check = (value) => {
  const fault = areParts(value);
  if (fault) return fault;
  const parts = (value as Named<Step>[]).map(([, part]) => part);
  if (!isPart(parts.at(-1))) return 'must end with an estimator or a transformer';
  return parts
    .slice(0, -1)
    .every((part) => part === 'passthrough' || isTransformer(part) || isResampler(part))
    ? undefined
    : 'must have transformers before the last';
};

/** What the next step learns from. */
interface Learned {
  readonly X: unknown;
  readonly y: LabelsLike | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
}

/** What transforms the rows that it learns from otherwise than others, lest they carry their own target. */
interface CrossFitting {
  fitTransform(X: unknown, y: LabelsLike | undefined): { model: Model; transformed: unknown };
}

function isCrossFitting(step: unknown): step is CrossFitting {
  return typeof step === 'object' && step !== null && 'fitTransform' in step;
}

function isResampler(step: unknown): step is Resampler {
  return typeof step === 'object' && step !== null && 'fitResample' in step;
}

/**
 * Transformers and what is fitted to their output, as one: it is of the type of its last step, and so are its models.
 * Sample weights go to the last step.
 *
 * @example
 * const pipeline = new Pipeline({ steps: [['scale', new StandardScaler()], ['model', new Ridge()]] });
 * pipeline.fit(X, y).predict(X)
 */
export class Pipeline<const Of extends PipelineSteps = PipelineSteps> {
  static readonly parameters = { steps };
  readonly kind = 'pipeline';
  readonly params: { readonly steps: Of };

  constructor({ steps }: PipelineOptions<Of>) {
    this.params = { steps };
  }

  get type(): LastOf<Of>['type'] {
    return (this.params.steps.at(-1)![1] as Part).type;
  }

  fit(
    X: InputOf<FirstOf<Of>>,
    y?: LabelsLike,
    options: FitOptions = {},
  ): FittedPipelineOf<FittedPart<LastOf<Of>>> {
    return runSteps(this.fitSteps(X, y, options), options);
  }

  *fitSteps(
    X: InputOf<FirstOf<Of>>,
    y?: LabelsLike,
    options: FitOptions = {},
  ): Steps<FittedPipelineOf<FittedPart<LastOf<Of>>>> {
    checkParameters(this.kind, this.params, Pipeline.parameters);
    const { sampleWeight, ...others } = options;
    const fitted: Named<Model | 'passthrough'>[] = [];
    const total = this.params.steps.length;
    let learned: Learned = { X, y, sampleWeight };
    for (const [index, [name, part]] of this.params.steps.entries()) {
      const isLast = index === total - 1;
      const { X: input, y: target } = learned;
      const weights = learned.sampleWeight && { sampleWeight: learned.sampleWeight };
      if (!isLast && isCrossFitting(part)) {
        const { model, transformed } = within(name, () => part.fitTransform(input, target));
        fitted.push([name, model]);
        learned = { ...learned, X: transformed };
        continue;
      }
      const model = isPart(part)
        ? yield* fitPart([name, part], [input, target], isLast ? { ...others, ...weights } : others, {
            done: index,
            total,
          })
        : 'passthrough';
      fitted.push([name, model]);
      if (isLast) break;
      if (isResampler(part))
        learned = within(name, () => part.fitResample(input as Features, target, weights));
      else if (model !== 'passthrough')
        learned = { ...learned, X: (model as FittedTransformer<unknown>).transform(input) };
    }
    return new PipelineModel(fitted) as FittedPipelineOf<FittedPart<LastOf<Of>>>;
  }
}
