import { describe, expect, test } from 'vitest';
import {
  FittedQIteration,
  type FittedQIterationOptions,
  type FittedQPolicy,
  fitAsync,
  LinearRegression,
  type LoggedTransitions,
  loadModel,
} from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';
import { chain, frozenLake, valueIteration, type World, worthOf } from './worlds.ts';

/** A feature for each state, so that a linear regression is a table. */
const features = (world: World, states: readonly number[]) =>
  dense(
    states.map((state) => Array.from({ length: world.states }, (_, index) => Number(index === state))),
    world.states,
  );

/** What a policy that does anything went through; it begins anywhere, so that it sees everything. */
function logOf(
  world: World,
  n: number,
  seed: number,
  label: (action: number) => number = (action) => action,
) {
  const random = seededRandom(seed);
  const steps = Array.from({ length: n }, () => {
    const state = Math.floor(random() * world.states);
    const action = Math.floor(random() * world.actions);
    let left = random();
    const outcomes = world.outcomes(state, action);
    const outcome =
      outcomes.find(({ probability }) => {
        left -= probability;
        return left < 0;
      }) ?? outcomes.at(-1)!;
    return { ...outcome, from: state, action };
  });
  return {
    steps,
    states: features(
      world,
      steps.map(({ from }) => from),
    ),
    actions: Float64Array.from(steps, ({ action }) => label(action)),
    rewards: steps.map(({ reward }) => reward),
    nextStates: features(
      world,
      steps.map(({ state }) => state),
    ),
    terminated: steps.map(({ terminated }) => terminated),
  };
}

const every = (world: World) =>
  features(
    world,
    Array.from({ length: world.states }, (_, state) => state),
  );
const tableOf = (options: Partial<FittedQIterationOptions> = {}) =>
  new FittedQIteration({
    estimator: new LinearRegression({ fitIntercept: false }),
    gamma: 0.9,
    nIterations: 300,
    ...options,
  });

test('on a logged chain it is worth what value iteration says', () => {
  const world = chain(6);
  const policy = tableOf().fit(logOf(world, 400, 1));
  const q = valueIteration(world, 0.9);
  for (const [index, value] of policy.qValues(every(world)).data.entries())
    expect(value).toBeCloseTo(q.flat()[index]!, 4);
  expect([...(policy.predict(every(world)) as Float64Array)]).toEqual(
    q.map((row) => row.indexOf(Math.max(...row))),
  );
  expect(policy.nIter).toBeLessThan(300);
});

test('on slippery ice it is worth what value iteration says of the world as the log shows it', () => {
  const world = frozenLake(true);
  const log = logOf(world, 3000, 2);
  const seen = Array.from({ length: world.states * world.actions }, (_, place) => {
    const steps = log.steps.filter(({ from, action }) => from * world.actions + action === place);
    return steps.map((step) => ({ ...step, probability: 1 / steps.length }));
  });
  const shown: World = {
    ...world,
    outcomes: (state, action) => seen[state * world.actions + action]!,
  };
  const policy = tableOf({ gamma: 0.95 }).fit(log);
  const expected = valueIteration(shown, 0.95).flat();
  for (const [index, value] of policy.qValues(every(world)).data.entries())
    expect(value).toBeCloseTo(expected[index]!, 4);
  // So few steps do not show the world as it is, but well enough.
  const worth = worthOf(world, policy.predict(every(world)) as Float64Array, 0.95);
  expect(worth).toBeGreaterThan(0.7 * Math.max(...valueIteration(world, 0.95)[0]!));
});

test('one iteration is worth the next reward, two look a step ahead', () => {
  const world = chain(3);
  const log = logOf(world, 200, 3);
  const values = (nIterations: number) => [...tableOf({ nIterations }).fit(log).values(every(world))];
  for (const [index, value] of [0.02, 0, 1].entries()) expect(values(1)[index]).toBeCloseTo(value, 9);
  for (const [index, value] of [0.038, 0.9, 1].entries()) expect(values(2)[index]).toBeCloseTo(value, 9);
});

test('the action can be a feature of a single regressor', () => {
  // The state counts down to 0; the action is how much it is worth, as a linear regression can learn.
  const random = seededRandom(5);
  const X = Array.from({ length: 100 }, () => [random()]);
  const actions = Float64Array.from({ length: 100 }, () => [-1, 0, 2][Math.floor(random() * 3)]!);
  const log = {
    states: X,
    actions,
    rewards: Float64Array.from(actions, (action, row) => 3 * action - X[row]![0]!),
    nextStates: X,
    terminated: Array<boolean>(100).fill(true),
  };
  const policy = tableOf({ actionEncoding: 'feature' }).fit(log);
  expect(policy.models).toHaveLength(1);
  expect([...policy.qValues([[0.5]]).data]).toEqual(
    [-3.5, -0.5, 5.5].map((value) => expect.closeTo(value, 9)),
  );
  expect([...(policy.predict([[0.1]]) as Float64Array)]).toEqual([2]);
});

test.each(['separate', 'feature'] as const)('JSON and back decides identically: %s', (actionEncoding) => {
  const world = chain(4);
  const log = logOf(world, 100, 1);
  const texts = Array.from(log.actions, (action) => (action === 1 ? 'right' : 'left'));
  const policy = tableOf({ actionEncoding, nIterations: 5 }).fit({ ...log, actions: texts });
  const loaded = loadModel<FittedQPolicy>(JSON.parse(JSON.stringify(policy)));
  expect(loaded.actions).toEqual(['left', 'right']);
  expect(loaded.predict(every(world))).toEqual(policy.predict(every(world)));
  expect(loaded.qValues(every(world))).toEqual(policy.qValues(every(world)));
  expect(JSON.stringify(loaded)).toBe(JSON.stringify(policy));
});

test('iterations are rounds that can be the last', async () => {
  const shares: number[] = [];
  const log = logOf(chain(3), 60, 1);
  const options = {
    onProgress: ({ done, total }: { done: number; total: number }) => shares.push(done / total),
  };
  await fitAsync(tableOf({ nIterations: 4, tol: 0 }), log, undefined, options);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

describe('logs that cannot be learned from are refused', () => {
  const log = logOf(chain(3), 50, 1);
  test.each<[string, Partial<LoggedTransitions>, RegExp]>([
    ['too few actions', { actions: [0, 1] }, /50 rows and y has 2/],
    ['too few rewards', { rewards: [1] }, /50 states and 1 rewards/],
    ['too few ends', { terminated: [true] }, /50 states and 1 terminated/],
    [
      'a reward that is none',
      { rewards: log.rewards.map((value, row) => (row === 7 ? Number.NaN : value)) },
      /reward of row 7 is NaN/,
    ],
    ['no states', { states: dense([], 3) }, /no rows/],
    [
      'next states of another width',
      { nextStates: dense(Array.from({ length: 50 }, () => [1])) },
      /1 features.* 3/,
    ],
    ['too few next states', { nextStates: dense([[1, 0, 0]]) }, /50 states and 1 next states/],
  ])('%s', (_, fault, message) => {
    expect(faultOf(() => tableOf().fit({ ...log, ...fault }))).toEqual(invalid(message));
  });

  test('what comes after the end does not matter', () => {
    const nextStates = {
      ...log.nextStates,
      data: log.nextStates.data.map((value, index) =>
        log.terminated[Math.floor(index / 3)] ? Number.NaN : value,
      ),
    };
    expect(
      tableOf()
        .fit({ ...log, nextStates })
        .values(every(chain(3))),
    ).toEqual(
      tableOf()
        .fit(log)
        .values(every(chain(3))),
    );
  });

  test('a state of another width, and a classifier', () => {
    expect(
      faultOf(() =>
        tableOf()
          .fit(log)
          .predict([[1]]),
      ),
    ).toEqual(invalid(/1 features.* 3/));
    expect(faultOf(() => tableOf({ estimator: {} as never }).fit(log))).toEqual(
      invalid(/estimator .*must be a regressor/),
    );
  });
});
