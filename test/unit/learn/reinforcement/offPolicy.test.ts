import { describe, expect, test } from 'vitest';
import {
  crossFittedRewards,
  directMethod,
  doublyRobust,
  inversePropensityScore,
  LinearRegression,
  type LoggedDecisions,
  type OffPolicyEstimate,
  selfNormalizedInversePropensityScore,
} from '../../../../layers/learn/index.ts';
import { seededRandom, standardNormal } from '../../../../layers/learn/random.ts';
import { dense } from '../../../contract/dense.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const rewardOf = (context: readonly number[], action: number) =>
  [1 + 2 * context[0]!, 2 - context[1]!, 3 * context[0]! * context[1]!][action]!;

/** Decisions of a policy that favours one of three actions by the context, and another policy that is asked about. */
function simulate(n: number, seed: number) {
  const random = seededRandom(seed);
  const contexts: number[][] = [];
  const [actions, propensities, rewards] = [new Int32Array(n), new Float64Array(n), new Float64Array(n)];
  const policy: number[][] = [];
  let truth = 0;
  for (let row = 0; row < n; row++) {
    const context = [random(), random()];
    const logging = context[0]! > 0.5 ? [0.6, 0.3, 0.1] : [0.1, 0.3, 0.6];
    const target = context[1]! > 0.5 ? [0.8, 0.1, 0.1] : [0.1, 0.8, 0.1];
    const draw = random();
    const action = draw < logging[0]! ? 0 : draw < logging[0]! + logging[1]! ? 1 : 2;
    contexts.push(context);
    policy.push(target);
    [actions[row], propensities[row]] = [action, logging[action]!];
    rewards[row] = rewardOf(context, action) + 0.5 * standardNormal(random);
    truth += target.reduce((sum, share, other) => sum + share * rewardOf(context, other), 0) / n;
  }
  return { X: dense(contexts), logged: { actions, propensities, rewards }, policy: dense(policy), truth };
}

const trueRewards = (X: ReturnType<typeof dense>) =>
  dense(
    Array.from({ length: X.rows }, (_, row) =>
      [0, 1, 2].map((action) => rewardOf([...X.data.subarray(2 * row, 2 * row + 2)], action)),
    ),
  );

/** The true value, to which the mean over contexts comes as near as it will. */
const trueValue = simulate(400_000, 99).truth;

describe('over many simulations', () => {
  const trials = Array.from({ length: 200 }, (_, seed) => {
    const { X, logged, policy } = simulate(500, seed);
    const model = crossFittedRewards(new LinearRegression(), X, logged, 3);
    return {
      ips: inversePropensityScore(logged, policy),
      snips: selfNormalizedInversePropensityScore(logged, policy),
      direct: directMethod(trueRewards(X), policy),
      robust: doublyRobust(logged, policy, model),
      // Of rewards that are all wrong: the propensities make up for it.
      wrong: doublyRobust(logged, policy, dense(Array.from({ length: 500 }, () => [5, -3, 1]))),
    };
  });
  type Name = keyof (typeof trials)[number];
  const of = (name: Name, get: (one: OffPolicyEstimate) => number) => trials.map((trial) => get(trial[name]));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

  test.each<Name>(['ips', 'snips', 'direct', 'robust', 'wrong'])(
    '%s hits the true value on average',
    (name) => {
      const values = of(name, ({ value }) => value);
      expect(Math.abs(mean(values) - trueValue)).toBeLessThan(
        (3.5 * deviation(values)) / Math.sqrt(values.length),
      );
    },
  );

  test.each<Name>(['ips', 'snips', 'robust', 'wrong'])(
    '%s has the true value in 95 of 100 intervals',
    (name) => {
      const hits =
        trials.filter(
          ({
            [name]: {
              interval: [low, high],
            },
          }) => low <= trueValue && trueValue <= high,
        ).length / trials.length;
      expect(hits).toBeGreaterThan(0.9);
      expect(hits).toBeLessThan(0.995);
    },
  );

  test.each<Name>(['ips', 'snips', 'robust'])(
    'the standard error of %s is the deviation of its values',
    (name) => {
      const ratio =
        mean(of(name, ({ standardError }) => standardError)) / deviation(of(name, ({ value }) => value));
      expect(ratio).toBeGreaterThan(0.85);
      expect(ratio).toBeLessThan(1.15);
    },
  );

  test('doubly robust varies less than weighting alone, and so does the self-normalized one', () => {
    const [ips, snips, robust] = (['ips', 'snips', 'robust'] as const).map((name) =>
      deviation(of(name, ({ value }) => value)),
    );
    expect(robust!).toBeLessThan(0.7 * ips!);
    expect(snips!).toBeLessThan(ips!);
  });
});

const two: LoggedDecisions = { actions: [0, 1], rewards: [1, 3], propensities: [0.5, 0.25] };
const target = dense([
  [1, 0],
  [0.5, 0.5],
]);

test('by hand', () => {
  expect(inversePropensityScore(two, target).value).toBe((2 * 1 + 2 * 3) / 2);
  expect(selfNormalizedInversePropensityScore(two, target).value).toBe((2 * 1 + 2 * 3) / 4);
  const model = dense([
    [0.5, 9],
    [1, 2],
  ]);
  expect(directMethod(model, target).value).toBe((0.5 + 1.5) / 2);
  expect(doublyRobust(two, target, model).value).toBe((0.5 + 2 * 0.5 + 1.5 + 2 * 1) / 2);
  expect(inversePropensityScore(two, target, { clip: 1 }).value).toBe(2);
  expect(inversePropensityScore(two, target).effectiveSampleSize).toBe(2);
  expect(
    inversePropensityScore(
      two,
      dense([
        [1, 0],
        [1, 0],
      ]),
    ).effectiveSampleSize,
  ).toBe(1);
});

test('a policy like the one at work earns what was earned', () => {
  const logged = { actions: [0, 1, 0], rewards: [1, 5, 3], propensities: [0.3, 0.7, 0.3] };
  const same = dense([
    [0.3, 0.7],
    [0.3, 0.7],
    [0.3, 0.7],
  ]);
  expect(inversePropensityScore(logged, same).value).toBeCloseTo(3, 12);
  expect(inversePropensityScore(logged, same).standardError).toBeCloseTo(2 / Math.sqrt(3), 12);
});

test('rewards are never expected by what has learned from them', () => {
  const n = 20;
  const X = dense(Array.from({ length: n }, (_, row) => [row]));
  const logged = {
    actions: Array.from({ length: n }, (_, row) => row % 2),
    rewards: Array.from({ length: n }, (_, row) => Number(row === 4)),
  };
  const estimates = crossFittedRewards(new LinearRegression(), X, logged, 2, { folds: n });
  const without = [...Array(n).keys()].filter((row) => row % 2 === 0 && row !== 4);
  const alone = new LinearRegression().fit(
    without.map((row) => [row]),
    without.map(() => 0),
  );
  expect(estimates.data[4 * 2]).toBeCloseTo(alone.predict([[4]])[0]!, 9);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a propensity of 0',
    () => inversePropensityScore({ ...two, propensities: [0, 1] }, target),
    /propensity of decision 0 is 0/,
  ],
  [
    'a propensity above 1',
    () => inversePropensityScore({ ...two, propensities: [1, 1.5] }, target),
    /propensity of decision 1 is 1.5/,
  ],
  [
    'a missing propensity',
    () => doublyRobust({ ...two, propensities: [1, Number.NaN] }, target, target),
    /decision 1 is NaN/,
  ],
  [
    'an action that there is not',
    () => inversePropensityScore({ ...two, actions: [0, 2] }, target),
    /action of decision 1 is 2: there are 2/,
  ],
  [
    'a reward that is none',
    () => inversePropensityScore({ ...two, rewards: [1, Number.POSITIVE_INFINITY] }, target),
    /reward of decision 1 is Infinity/,
  ],
  [
    'too few rewards',
    () => inversePropensityScore({ ...two, rewards: [1] }, target),
    /1 rewards for 2 decisions/,
  ],
  [
    'probabilities that do not sum to 1',
    () =>
      inversePropensityScore(
        two,
        dense([
          [0.5, 0.4],
          [1, 0],
        ]),
      ),
    /decision 0 are 0.5, 0.4/,
  ],
  [
    'negative probabilities',
    () =>
      directMethod(
        target,
        dense([
          [1.5, -0.5],
          [1, 0],
        ]),
      ),
    /decision 0 are 1.5, -0.5/,
  ],
  ['one decision', () => directMethod(dense([[1]]), dense([[1]])), /1 decisions have no standard error/],
  ['estimates of another shape', () => directMethod(dense([[1], [1]]), target), /2 × 1, the policy is 2 × 2/],
  [
    'estimates that are none',
    () =>
      directMethod(
        dense([
          [1, Number.NaN],
          [1, 1],
        ]),
        target,
      ),
    /action 1 in decision 0 is NaN/,
  ],
  [
    'a policy that never does what was done',
    () =>
      selfNormalizedInversePropensityScore(
        two,
        dense([
          [0, 1],
          [1, 0],
        ]),
      ),
    /never does what was done/,
  ],
  ['a clip of 0', () => inversePropensityScore(two, target, { clip: 0 }), /clip must be a number above 0/],
  [
    'an action that was never tried',
    () =>
      crossFittedRewards(
        new LinearRegression(),
        [[1], [2], [3], [4]],
        { actions: [0, 0, 0, 0], rewards: [1, 2, 3, 4] },
        2,
        { folds: 2 },
      ),
    /action 1 is in no decision/,
  ],
])('%s is refused', (_, work, message) => {
  expect(faultOf(work)).toEqual(invalid(message));
});
