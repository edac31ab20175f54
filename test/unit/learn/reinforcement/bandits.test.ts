import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Bandit,
  BernoulliThompsonSampling,
  LinearThompsonSampling,
  LinUCB,
  loadModel,
  type Model,
} from '../../../../layers/learn/index.ts';
import { seededRandom, standardNormal } from '../../../../layers/learn/random.ts';
import { beta } from '../../../../layers/learn/reinforcement/distributions.ts';
import { OnlineRidge } from '../../../../layers/learn/reinforcement/OnlineRidge.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const actions = ['a', 'b', 'c'] as const;
const weights = { a: [0.9, -0.5, 0], b: [0.1, 0.6, 0.3], c: [0.2, 0, 0.8] };

/** Regret of each round: what the best action would have earned more. */
function play(choose: (context: number[]) => string, learn: Bandit['update'], rounds: number, seed: number) {
  const random = seededRandom(seed);
  return Float64Array.from({ length: rounds }, () => {
    const context = [1, random(), random()];
    const worth = (action: keyof typeof weights) =>
      weights[action].reduce((sum, weight, index) => sum + weight * context[index]!, 0);
    const action = choose(context) as keyof typeof weights;
    learn(context, action, worth(action) + 0.2 * standardNormal(random));
    return Math.max(...actions.map(worth)) - worth(action);
  });
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe.each<[string, (seed: number) => Bandit]>([
  ['LinUCB', () => new LinUCB({ actions, nFeatures: 3 })],
  ['LinearThompsonSampling', (seed) => new LinearThompsonSampling({ actions, nFeatures: 3, v: 0.4, seed })],
])('%s', (_, make) => {
  test('its regret grows ever slower, and is a small part of that of choosing at random', () => {
    for (const seed of [1, 2, 3]) {
      const bandit = make(seed);
      const regret = play(
        (context) => bandit.select(context) as string,
        (...seen) => bandit.update(...seen),
        2000,
        seed,
      );
      const random = seededRandom(seed);
      const guessed = play(
        () => actions[Math.floor(random() * 3)]!,
        () => {},
        2000,
        seed,
      );
      expect(sum(regret)).toBeLessThan(0.1 * sum(guessed));
      // Of a linear growth both halves are the same, of √n the second is 0.41 of the first.
      expect(sum(regret.slice(1000))).toBeLessThan(0.6 * sum(regret.slice(0, 1000)));
    }
  });

  test('selecting teaches it nothing', () => {
    const bandit = make(1);
    bandit.update([1, 0, 0], 'b', 1);
    const before = JSON.stringify(JSON.parse(JSON.stringify(bandit)).ridges);
    for (let draw = 0; draw < 5; draw++) bandit.select([1, 1, 1]);
    expect(JSON.stringify(JSON.parse(JSON.stringify(bandit)).ridges)).toBe(before);
  });

  test('JSON and back goes on as if nothing had happened', () => {
    const bandit = make(1);
    play(
      (context) => bandit.select(context) as string,
      (...seen) => bandit.update(...seen),
      50,
      1,
    );
    const loaded = loadModel<Bandit & Model>(JSON.parse(JSON.stringify(bandit)));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(bandit));
    const [ours, theirs] = [bandit, loaded].map((one) =>
      play(
        (context) => one.select(context) as string,
        (...seen) => one.update(...seen),
        50,
        2,
      ),
    );
    expect(theirs).toEqual(ours);
  });

  test.each<[string, (bandit: Bandit) => unknown, RegExp]>([
    [
      'an action that there is not',
      (bandit) => bandit.update([1, 0, 0], 'd', 1),
      /no action "d": there are a, b, c/,
    ],
    ['a context of another length', (bandit) => bandit.select([1]), /1 features instead of 3/],
    [
      'a context that is not finite',
      (bandit) => bandit.select([1, Number.NaN, 0]),
      /feature 1 of the context is NaN/,
    ],
    ['a reward that is none', (bandit) => bandit.update([1, 0, 0], 'a', Number.NaN), /reward is NaN/],
  ])('%s is refused', (__, work, message) => {
    expect(faultOf(() => work(make(1)))).toEqual(invalid(message));
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['no actions', () => new LinUCB({ actions: [], nFeatures: 1 }), /actions of lin-ucb must be a list/],
  ['the same action twice', () => new LinUCB({ actions: ['a', 'a'], nFeatures: 1 }), /that differ/],
  ['no features', () => new LinUCB({ actions, nFeatures: 0 }), /nFeatures/],
  ['no ridge', () => new LinUCB({ actions, nFeatures: 1, l2: 0 }), /l2 of lin-ucb must be a number above 0/],
  [
    'no noise',
    () => new LinearThompsonSampling({ actions, nFeatures: 1, v: 0 }),
    /v of linear-thompson-sampling/,
  ],
  [
    'a reward of half',
    () => new BernoulliThompsonSampling({ actions }).update(undefined, 'a', 0.5),
    /reward is 0.5: it must be 0 or 1/,
  ],
])('%s is refused', (_, work, message) => {
  expect(faultOf(work)).toEqual(invalid(message));
});

describe('LinUCB', () => {
  test('bounds are those of the paper', () => {
    const bandit = new LinUCB({ actions: [0, 1], nFeatures: 2, alpha: 2 });
    bandit.update([1, 2], 1, 3);
    bandit.update([0, 1], 1, 1);
    // A = I + x xᵀ + … = [[2, 2], [2, 6]], b = [3, 7]: θ = A⁻¹ b = [0.5, 1].
    expect([...bandit.coef(1)]).toEqual([0.5, 1].map((value) => expect.closeTo(value, 12)));
    // [1, 1] A⁻¹ [1, 1] = (6 - 2 - 2 + 2) / 8 = 0.5
    const [first, second] = bandit.scores([1, 1]);
    expect(first).toBeCloseTo(2 * Math.SQRT2, 12);
    expect(second).toBeCloseTo(1.5 + 2 * Math.sqrt(0.5), 12);
  });

  test('an online ridge regression has the solution of all rows at once', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 30 }), (rows) => {
        const ridge = OnlineRidge.empty(2, 0.7);
        for (const [x, z, y] of rows) ridge.learn([x, z], y);
        const total = (of: (row: [number, number, number]) => number) =>
          rows.reduce((all, row) => all + of(row), 0);
        const [a, b, d] = [
          total(([x]) => x * x) + 0.7,
          total(([x, z]) => x * z),
          total(([, z]) => z * z) + 0.7,
        ];
        const [p, q] = [total(([x, , y]) => x * y), total(([, z, y]) => z * y)];
        const determinant = a * d - b * b;
        const scale = Math.max(1, Math.abs(p), Math.abs(q));
        expect(Math.abs(ridge.coef[0]! - (d * p - b * q) / determinant) / scale).toBeLessThan(1e-8);
        expect(Math.abs(ridge.coef[1]! - (a * q - b * p) / determinant) / scale).toBeLessThan(1e-8);
        const whitened = ridge.whiten([1, -1]);
        expect(whitened[0]! ** 2 + whitened[1]! ** 2).toBeCloseTo((a + d + 2 * b) / determinant, 8);
      }),
    );
  });
});

describe('Thompson sampling', () => {
  test('selects as often as its propensities say', () => {
    const bandit = new LinearThompsonSampling({ actions, nFeatures: 3, seed: 4 });
    play(
      () => 'a',
      (...seen) => bandit.update(...seen),
      10,
      1,
    );
    const context = [1, 0.5, 0.5];
    const propensities = bandit.propensities(context, 4000);
    const counts = new Float64Array(3);
    for (let draw = 0; draw < 4000; draw++)
      counts[actions.indexOf(bandit.select(context) as 'a')]! += 1 / 4000;
    for (const [action, share] of counts.entries()) expect(share).toBeCloseTo(propensities[action]!, 1);
    expect(sum(propensities)).toBeCloseTo(1, 9);
  });

  test('of 0 and 1 finds the action that succeeds most', () => {
    const rates = { a: 0.2, b: 0.5, c: 0.7 };
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      let bandit = new BernoulliThompsonSampling({ actions, seed });
      let wins = 0;
      for (let round = 0; round < 2000; round++) {
        const action = bandit.select() as 'a';
        const reward = Number(random() < rates[action]);
        wins += reward;
        bandit.update(undefined, action, reward);
        // It goes on elsewhere.
        if (round === 1000) bandit = loadModel<BernoulliThompsonSampling>(JSON.parse(JSON.stringify(bandit)));
      }
      expect(wins / 2000).toBeGreaterThan(0.65);
      expect(bandit.propensities()[2]).toBeGreaterThan(0.9);
      expect(bandit.means[2]).toBeCloseTo(0.7, 1);
    }
  });
});

test('normal and beta numbers have the moments of their distributions', () => {
  const random = seededRandom(1);
  const moments = (draw: () => number) => {
    const drawn = Float64Array.from({ length: 40_000 }, draw);
    const mean = sum(drawn) / drawn.length;
    return [mean, sum(drawn.map((value) => (value - mean) ** 2)) / drawn.length] as const;
  };
  const [mean, variance] = moments(() => standardNormal(random));
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
  for (const [a, b] of [
    [1, 1],
    [0.5, 2],
    [30, 10],
  ] as const) {
    const [centre, spread] = moments(() => beta(a, b, random));
    expect(Math.abs(centre - a / (a + b))).toBeLessThan(0.01);
    expect(Math.abs(spread - (a * b) / ((a + b) ** 2 * (a + b + 1)))).toBeLessThan(0.005);
  }
});
