import { describe, expect, test } from 'vitest';
import {
  fitAsync,
  loadModel,
  QLearning,
  SARSA,
  type TabularOptions,
  type TabularPolicy,
} from '../../../../layers/learn/index.ts';
import { valueAt } from '../../../../layers/learn/reinforcement/schedule.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';
import {
  chain,
  cliff,
  environmentOf,
  frozenLake,
  pathOf,
  valueIteration,
  type World,
  worthOf,
} from './worlds.ts';

const learners = [QLearning, SARSA] as const;
const every = (world: World) => Array.from({ length: world.states }, (_, state) => state);

describe.each(learners.map((Learner) => [Learner.name, Learner] as const))('%s', (name, Learner) => {
  const fit = (world: World, options: TabularOptions) => new Learner(options).fit(environmentOf(world));

  test.each<[string, World, TabularOptions, number]>([
    ['a chain', chain(5), { gamma: 0.9, nEpisodes: 500, alpha: 0.5, epsilon: { start: 1, end: 0.01 } }, 1],
    [
      'ice',
      frozenLake(false),
      { gamma: 0.95, nEpisodes: 2000, alpha: 0.5, epsilon: { start: 1, end: 0.01 } },
      1,
    ],
    [
      'ice that is slippery',
      frozenLake(true),
      {
        gamma: 0.95,
        nEpisodes: 20_000,
        alpha: { start: 0.5, end: 0.01, decay: 'exponential' },
        epsilon: { start: 1, end: 0.01 },
      },
      0.97,
    ],
  ])('on %s its policy is worth what the best is', (_, world, options, share) => {
    const { gamma } = { gamma: 0.99, ...options };
    const optimum = Math.max(...valueIteration(world, gamma)[world.start]!);
    for (const seed of [0, 1, 2]) {
      const policy = fit(world, { ...options, seed }).predict(every(world));
      const value = worthOf(world, policy, gamma);
      expect(value).toBeLessThanOrEqual(optimum + 1e-9);
      expect(value).toBeGreaterThanOrEqual(share * optimum - 1e-9);
    }
  });

  test('same seed, same policy, to the byte; another one, another', () => {
    const json = (seed: number) => JSON.stringify(fit(frozenLake(true), { nEpisodes: 50, seed }));
    expect(json(3)).toBe(json(3));
    expect(json(3)).not.toBe(json(4));
  });

  test('JSON and back decides identically', () => {
    const model = fit(chain(4), { nEpisodes: 30 });
    const loaded = loadModel<TabularPolicy>(JSON.parse(JSON.stringify(model)));
    expect(loaded.kind).toBe(name === 'SARSA' ? 'sarsa' : 'q-learning');
    expect(loaded.qTable).toEqual(model.qTable);
    expect(loaded.predict([0, 1, 2, 3])).toEqual(model.predict([0, 1, 2, 3]));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(model));
  });

  test('an episode is a round, and can be the last', async () => {
    const rounds: number[] = [];
    const learner = new Learner({ nEpisodes: 5 });
    const model = learner.fit(environmentOf(chain(3)), undefined, {
      onProgress: ({ done }) => rounds.push(done),
    });
    expect(rounds).toEqual([1, 2, 3, 4, 5]);
    expect(model.returns).toHaveLength(5);
    const abort = new AbortController();
    const options = { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) };
    await expect(fitAsync(learner, environmentOf(chain(3)), undefined, options)).rejects.toThrow('enough');
  });

  test('an episode without end is cut off, and goes on being worth something', () => {
    const endless = {
      states: 1,
      actions: 1,
      reset: () => 0,
      step: () => ({ state: 0, reward: 1, terminated: false }),
    };
    const model = new Learner({ gamma: 0.5, nEpisodes: 50, maxSteps: 20, alpha: 0.5 }).fit(endless);
    expect(model.values([0])[0]).toBeCloseTo(2, 6);
    expect([...model.returns].every((value) => value === 20)).toBe(true);
    expect([...model.visits]).toEqual([1000]);
    const cut = { ...endless, step: () => ({ state: 0, reward: 1, terminated: false, truncated: true }) };
    expect([...new Learner({ nEpisodes: 3 }).fit(cut).visits]).toEqual([3]);
  });

  test('what ends is worth its reward alone', () => {
    const once = {
      states: 1,
      actions: 1,
      reset: () => 0,
      step: () => ({ state: 0, reward: 3, terminated: true }),
    };
    expect(new Learner({ nEpisodes: 1, alpha: 1 }).fit(once).values([0])[0]).toBe(3);
  });

  test.each<[string, TabularOptions, RegExp]>([
    ['gamma', { gamma: 1.1 }, /gamma of .* must be a number from 0 to 1, not 1.1/],
    ['alpha', { alpha: 0 }, /alpha of .* must be a number above 0 and to 1, or a start and an end of such/],
    ['epsilon', { epsilon: { start: 2, end: 0 } }, /epsilon .* from 0 to 1/],
    ['a decay', { epsilon: { start: 1, end: 0, decay: 'exponential' } }, /start and end above 0/],
    ['episodes', { nEpisodes: 0 }, /nEpisodes/],
    ['a parameter', { lambda: 1 } as TabularOptions, /no parameter "lambda"/],
  ])('%s out of range is refused', (_, options, message) => {
    expect(faultOf(() => fit(chain(2), options))).toEqual(invalid(message));
  });

  test.each<[string, object, RegExp]>([
    ['no states', { states: 0 }, /has 0 states/],
    ['a state that there is not', { reset: () => 7 }, /gave the state 7: there are 2/],
    [
      'a next state that there is not',
      { step: () => ({ state: -1, reward: 0, terminated: true }) },
      /state -1/,
    ],
    [
      'a reward that is none',
      { step: () => ({ state: 0, reward: Number.NaN, terminated: true }) },
      /reward NaN/,
    ],
  ])('an environment with %s is refused', (_, fault, message) => {
    expect(faultOf(() => new Learner().fit({ ...environmentOf(chain(2)), ...fault }))).toEqual(
      invalid(message),
    );
  });

  test('a state that there is not is refused', () => {
    expect(faultOf(() => fit(chain(2), { nEpisodes: 1 }).predict([2]))).toEqual(
      invalid(/no state 2: there are 2/),
    );
  });
});

test('beside the cliff Q-learning goes the shortest way, SARSA keeps away', () => {
  const options = { alpha: 0.1, gamma: 1, epsilon: 0.1, nEpisodes: 3000, seed: 1 };
  const [q, sarsa] = learners.map((Learner) => new Learner(options).fit(environmentOf(cliff)));
  const [short, safe] = [q!, sarsa!].map((model) => pathOf(cliff, model.predict(every(cliff))));
  // 13 steps, along the edge.
  expect(short).toHaveLength(14);
  expect(short!.slice(1, -1).every((state) => state >= 24 && state < 36)).toBe(true);
  expect(safe!.at(-1)).toBe(47);
  expect(safe!.length).toBeGreaterThan(14);
  expect(safe!.some((state) => state < 24)).toBe(true);
  // While it learns, the safe way earns more.
  const mean = (returns: Float64Array) => returns.slice(-1000).reduce((sum, value) => sum + value, 0) / 1000;
  expect(mean(sarsa!.returns)).toBeGreaterThan(mean(q!.returns) + 10);
});

test('values of Q-learning are those of value iteration', () => {
  const world = chain(4);
  const options = { gamma: 0.9, alpha: 1, epsilon: 1, nEpisodes: 300 };
  const { data } = new QLearning(options).fit(environmentOf(world)).qTable;
  for (const [index, value] of valueIteration(world, 0.9).flat().entries())
    expect(data[index]).toBeCloseTo(value, 6);
});

test('schedules begin at their start and stay at their end', () => {
  expect(valueAt(0.3, 7, 10)).toBe(0.3);
  const linear = { start: 1, end: 0, over: 5 };
  expect([0, 1, 4, 9].map((episode) => valueAt(linear, episode, 10))).toEqual([1, 0.75, 0, 0]);
  const exponential = { start: 1, end: 0.01, decay: 'exponential' } as const;
  expect(valueAt(exponential, 0, 11)).toBe(1);
  expect(valueAt(exponential, 5, 11)).toBeCloseTo(0.1, 12);
  expect(valueAt(exponential, 10, 11)).toBeCloseTo(0.01, 12);
});
