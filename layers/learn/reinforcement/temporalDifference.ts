import { refuseWeights } from '../checkData.ts';
import { InvalidInput } from '../errors.ts';
import type { FitOptions } from '../estimator.ts';
import { type Dense, mostCells } from '../matrix.ts';
import { between, checkParameters, count, finite, seed } from '../parameters.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Steps } from '../steps.ts';
import type { Environment, Transition } from './Environment.ts';
import { type Schedule, scheduleIn, valueAt } from './schedule.ts';
import { bestAction, TabularPolicy } from './TabularPolicy.ts';

export interface TabularOptions {
  /** Step size. @default 0.1 */
  readonly alpha?: Schedule;
  /** How much a reward of the next step is worth now. @default 0.99 */
  readonly gamma?: number;
  /** Share of actions that are taken at random. @default falls from 1 to 0.05, linearly over all episodes */
  readonly epsilon?: Schedule;
  /** @default 1000 */
  readonly nEpisodes?: number;
  /** Steps after which an episode is cut off, so that an endless one comes to an end. @default 10000 */
  readonly maxSteps?: number;
  /** Of every state and action at first: a high one makes it try everything. @default 0 */
  readonly initialValue?: number;
  /** @default 0 */
  readonly seed?: number;
}

export type TabularParams = Readonly<Required<TabularOptions>>;

export const tabularParameters = {
  alpha: scheduleIn(true),
  gamma: between(0, 1),
  epsilon: scheduleIn(false),
  nEpisodes: count,
  maxSteps: count,
  initialValue: finite,
  seed,
};

export function tabularParams(options: TabularOptions): TabularParams {
  return {
    alpha: 0.1,
    gamma: 0.99,
    epsilon: { start: 1, end: 0.05 },
    nEpisodes: 1000,
    maxSteps: 10_000,
    initialValue: 0,
    seed: 0,
    ...options,
  };
}

/** What the next state is worth, when `next` is the action that will be taken there. */
type Worth = (table: Dense, state: number, next: number) => number;

/**
 * Episodes with an ε-greedy policy, each step moving the value of what was done towards its reward and what comes after:
 * R. Sutton and A. Barto, Reinforcement learning, 2nd edition, chapter 6.
 */
export function* temporalDifference(
  kind: string,
  params: TabularParams,
  worth: Worth,
  environment: Environment,
  { sampleWeight }: FitOptions,
): Steps<TabularPolicy> {
  checkParameters(kind, params, tabularParameters);
  refuseWeights(kind, sampleWeight);
  checkEnvironment(environment);
  const { states, actions } = environment;
  const { gamma, nEpisodes, maxSteps, initialValue } = params;
  const table = {
    rows: states,
    columns: actions,
    data: new Float64Array(states * actions).fill(initialValue),
  };
  const visits = new Int32Array(states * actions);
  const returns = new Float64Array(nEpisodes);
  const random = seededRandom(params.seed);

  for (let episode = 0; episode < nEpisodes; episode++) {
    const alpha = valueAt(params.alpha, episode, nEpisodes);
    const epsilon = valueAt(params.epsilon, episode, nEpisodes);
    let state = checkState(environment.reset(random), states);
    let action = choose(table, state, epsilon, random);
    for (let step = 1; ; step++) {
      const transition = checkTransition(environment.step(action, random), states);
      const next = choose(table, transition.state, epsilon, random);
      const after = transition.terminated ? 0 : gamma * worth(table, transition.state, next);
      const place = state * actions + action;
      table.data[place]! += alpha * (transition.reward + after - table.data[place]!);
      visits[place]! += 1;
      returns[episode]! += transition.reward;
      if (transition.terminated || transition.truncated || step === maxSteps) break;
      [state, action] = [transition.state, next];
    }
    yield { done: episode + 1, total: nEpisodes };
  }
  const odd = table.data.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1)
    throw new InvalidInput(
      `the value of action ${odd % actions} in state ${Math.floor(odd / actions)} grew beyond all numbers: use a gamma below 1, or smaller rewards`,
    );
  return new TabularPolicy(kind, table, visits, returns);
}

/** Mostly the best action, and now and then any: equals are drawn from, so that nothing is favoured that is not known yet. */
function choose(table: Dense, state: number, epsilon: number, random: Random): number {
  const { columns, data } = table;
  if (random() < epsilon) return Math.floor(random() * columns);
  const start = state * columns;
  const best = data[start + bestAction(table, state)]!;
  let ties = 0;
  for (let action = 0; action < columns; action++) ties += Number(data[start + action] === best);
  let left = ties === 1 ? 0 : Math.floor(random() * ties);
  for (let action = 0; ; action++) if (data[start + action] === best && left-- === 0) return action;
}

function checkEnvironment({ states, actions }: Environment): void {
  for (const [name, value] of Object.entries({ states, actions }))
    if (!Number.isInteger(value) || value < 1)
      throw new InvalidInput(`the environment has ${value} ${name}: give a whole number above 0`);
  if (states * actions > mostCells)
    throw new InvalidInput(
      `${states} states of ${actions} actions are too many for a table: group states, or use FittedQIteration`,
    );
}

function checkState(state: number, states: number): number {
  if (Number.isInteger(state) && state >= 0 && state < states) return state;
  throw new InvalidInput(`the environment gave the state ${state}: there are ${states}, from 0 on`);
}

function checkTransition(transition: Transition, states: number): Transition {
  checkState(transition.state, states);
  if (Number.isFinite(transition.reward)) return transition;
  throw new InvalidInput(`the environment gave the reward ${transition.reward}: it must be a finite number`);
}
