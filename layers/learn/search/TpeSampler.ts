import { InvalidInput } from '../errors.ts';
import type { Parameters } from '../estimator.ts';
import { atLeast, checkParameters, count, oneOf, seed as seedCheck } from '../parameters.ts';
import { type Random, seededRandom } from '../random.ts';
import { ParzenEstimator } from './ParzenEstimator.ts';
import { checkSpace, drawFrom, isActive, type SearchSpace } from './space.ts';

export interface TpeOptions {
  /** @default 'minimize' */
  readonly direction?: 'minimize' | 'maximize';
  /** Trials at random before any is chosen. @default 10 */
  readonly nStartupTrials?: number;
  /** Draws from the density of good trials of which the most promising is taken. @default 24 */
  readonly nEiCandidates?: number;
  /** @default 0 */
  readonly seed?: number;
}

/** Parameters to try. Plain JSON, so that it can be sent to where it runs. */
export interface Trial {
  readonly number: number;
  readonly params: Parameters;
}

/** What a sampler knows, as JSON. */
export interface TpeDocument {
  readonly kind: 'tpe-sampler';
  readonly space: SearchSpace;
  readonly options: Required<TpeOptions>;
  readonly trials: readonly (Trial & { readonly value?: number | null })[];
}

/**
 * The tree-structured Parzen estimator (Bergstra et al., 2011): trials are split into the best tenth and the rest, and the next
 * one is where the density of the good is largest beside that of the others. Densities are of all parameters together, as
 * BOHB's (Falkner, Klein and Hutter, 2018) and Optuna's; those that are asked for under the same condition have one of their own.
 *
 * Ask and tell may come in any order, from anywhere: a trial that is still running counts as one of the others, so that the
 * next is not the same. What is asked depends on the trials, their number and the seed only.
 *
 * @example
 * const sampler = new TpeSampler({ x: { type: 'uniform', low: -5, high: 5 } }, { seed: 7 });
 * for (let i = 0; i < 50; i++) { const trial = sampler.ask(); sampler.tell(trial, (trial.params.x as number) ** 2); }
 * sampler.best.params
 */
export class TpeSampler {
  static readonly parameters = {
    direction: oneOf('minimize', 'maximize'),
    nStartupTrials: atLeast(0),
    nEiCandidates: count,
    seed: seedCheck,
  };
  readonly space: SearchSpace;
  readonly options: Required<TpeOptions>;
  /** Of each trial, undefined while it runs, null when it failed; larger is worse. */
  readonly #losses: (number | null | undefined)[] = [];
  readonly #params: Parameters[] = [];

  constructor(space: SearchSpace, options: TpeOptions = {}) {
    this.space = space;
    this.options = { direction: 'minimize', nStartupTrials: 10, nEiCandidates: 24, seed: 0, ...options };
    checkSpace(space);
    checkParameters('tpe-sampler', { ...this.options }, TpeSampler.parameters);
  }

  /** The next parameters to try. */
  ask(): Trial {
    const number = this.#params.length;
    // Its own source of numbers for each trial, so that the state is the trials alone.
    const random = seededRandom(
      Math.imul(this.options.seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b),
    );
    const done = this.#losses.filter((loss) => loss !== undefined).length;
    const params =
      done < this.options.nStartupTrials || done === 0 ? drawFrom(this.space, random) : this.#choose(random);
    this.#params.push(params);
    this.#losses.push(undefined);
    return { number, params };
  }

  /**
   * What came of a trial.
   *
   * @param value null when it failed, which counts as the worst there is
   * @throws InvalidInput for a value that is no number, or a trial that was not asked for, or told before
   */
  tell({ number }: Pick<Trial, 'number'>, value: number | null): void {
    if (!Object.hasOwn(this.#params, number))
      throw new InvalidInput(`there is no trial ${number}: ask for ${this.#params.length} first`);
    if (this.#losses[number] !== undefined)
      throw new InvalidInput(`trial ${number} has its value already: tell it once`);
    if (value !== null && !Number.isFinite(value))
      throw new InvalidInput(`the value of trial ${number} is ${value}: tell null for one that failed`);
    this.#losses[number] = value === null || this.options.direction === 'minimize' ? value : -value;
  }

  /** The best trial that was told. @throws InvalidInput when there is none */
  get best(): Trial & { readonly value: number } {
    const [number] = this.#ranked();
    const loss = number === undefined ? null : this.#losses[number];
    if (number === undefined || loss === null || loss === undefined)
      throw new InvalidInput('no trial has a value: tell one first');
    return { number, params: this.#params[number]!, value: this.#valueOf(loss)! };
  }

  toJSON(): TpeDocument {
    const trials = this.#params.map((params, number) => {
      const loss = this.#losses[number];
      return { number, params, ...(loss !== undefined && { value: this.#valueOf(loss) }) };
    });
    return { kind: 'tpe-sampler', space: this.space, options: this.options, trials };
  }

  static fromJSON({ space, options, trials }: TpeDocument): TpeSampler {
    const sampler = new TpeSampler(space, options);
    for (const { params } of trials) {
      sampler.#params.push(params);
      sampler.#losses.push(undefined);
    }
    for (const trial of trials) if (trial.value !== undefined) sampler.tell(trial, trial.value);
    return sampler;
  }

  #valueOf(loss: number | null): number | null {
    return loss === null || this.options.direction === 'minimize' ? loss : -loss + 0;
  }

  /** Numbers of the trials that were told, the best first. */
  #ranked(): number[] {
    const worst = Number.POSITIVE_INFINITY;
    return [...this.#losses.keys()]
      .filter((number) => this.#losses[number] !== undefined)
      .sort((a, b) => {
        const [one, other] = [this.#losses[a] ?? worst, this.#losses[b] ?? worst];
        return one === other ? a - b : one - other;
      });
  }

  #choose(random: Random): Parameters {
    const ranked = this.#ranked();
    const good = new Set(ranked.slice(0, Math.min(25, Math.ceil(0.1 * ranked.length))));
    const params: Record<string, unknown> = {};
    for (const group of groupsOf(this.space)) {
      if (!isActive(group.dimensions[0]!, params)) continue;
      // In the order of time, by which the weights of old trials fall.
      const known = [...this.#params.keys()].filter((number) =>
        isActive(group.dimensions[0]!, this.#params[number]!),
      );
      const densityOf = (isGood: boolean) =>
        new ParzenEstimator(
          group.dimensions,
          known
            .filter((number) => good.has(number) === isGood)
            .map((number) => group.names.map((name) => this.#params[number]![name])),
        );
      const [likely, other] = [densityOf(true), densityOf(false)];
      let [best, chosen] = [Number.NEGATIVE_INFINITY, likely.draw(random)];
      for (let draw = 0; draw < this.options.nEiCandidates; draw++) {
        const candidate = draw === 0 ? chosen : likely.draw(random);
        const gain = likely.logDensity(candidate) - other.logDensity(candidate);
        if (gain > best) [best, chosen] = [gain, candidate];
      }
      for (const [index, value] of likely.valuesOf(chosen).entries()) params[group.names[index]!] = value;
    }
    // In the order of the space.
    return Object.fromEntries(
      Object.keys(this.space)
        .filter((name) => name in params)
        .map((name) => [name, params[name]]),
    );
  }
}

/** Parameters that are asked for together. */
function groupsOf(space: SearchSpace) {
  const groups = new Map<string, { names: string[]; dimensions: SearchSpace[string][] }>();
  for (const [name, dimension] of Object.entries(space)) {
    const key = JSON.stringify(dimension.when ?? {});
    const group = groups.get(key) ?? { names: [], dimensions: [] };
    group.names.push(name);
    group.dimensions.push(dimension);
    groups.set(key, group);
  }
  return groups.values();
}
