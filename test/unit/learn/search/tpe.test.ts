import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SearchSpace, TpeSampler } from '../../../../layers/learn/index.ts';
import { seededRandom } from '../../../../layers/learn/random.ts';
import { drawFrom } from '../../../../layers/learn/search/space.ts';
import { faultOf, invalid } from '../../../contract/estimator/faults.ts';

const space: SearchSpace = {
  kind: { type: 'categorical', choices: ['a', 'b', 'c'] },
  k: { type: 'integer', low: 1, high: 20 },
  rate: { type: 'log-uniform', low: 1e-5, high: 1 },
  width: { type: 'integer', low: 1, high: 1024, log: true },
  x: { type: 'uniform', low: -3, high: 3, when: { kind: ['a', 'b'] } },
  same: { type: 'uniform', low: 2, high: 2 },
};

type Params = Record<string, number> & { kind: string };

function lossOf({ kind, k, rate, width, x = 2 }: Params): number {
  const penalty = { a: 0, b: 0.5, c: 1 }[kind]!;
  return (
    penalty +
    ((k! - 13) / 5) ** 2 +
    (Math.log10(rate!) + 2.5) ** 2 +
    (Math.log2(width!) - 6) ** 2 / 4 +
    (x - 1) ** 2
  );
}

function optimize(sampler: TpeSampler, trials: number): TpeSampler {
  for (let trial = 0; trial < trials; trial++) {
    const asked = sampler.ask();
    sampler.tell(asked, lossOf(asked.params as Params));
  }
  return sampler;
}

test('what is asked lies in the space, and conditions hold', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (seed, trials) => {
      const { trials: asked } = optimize(new TpeSampler(space, { seed, nStartupTrials: 5 }), trials).toJSON();
      for (const { params } of asked) {
        const { kind, k, rate, width, x, same } = params as Params;
        expect(['a', 'b', 'c']).toContain(kind);
        for (const [value, most] of [
          [k!, 20],
          [width!, 1024],
        ] as const)
          expect(Number.isInteger(value) && value >= 1 && value <= most).toBe(true);
        expect(rate! >= 1e-5 && rate! <= 1).toBe(true);
        expect(same).toBe(2);
        expect(x !== undefined).toBe(kind !== 'c');
        if (x !== undefined) expect(Math.abs(x)).toBeLessThanOrEqual(3);
      }
    }),
    { numRuns: 30 },
  );
});

test('it is better than random search on average, and finds the category and the integers', () => {
  const seeds = Array.from({ length: 15 }, (_, seed) => seed);
  const best = seeds.map((seed) => optimize(new TpeSampler(space, { seed }), 80).best);
  const guessed = seeds.map((seed) => {
    const random = seededRandom(seed + 1000);
    return Math.min(...Array.from({ length: 80 }, () => lossOf(drawFrom(space, random) as Params)));
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(best.map(({ value }) => value))).toBeLessThan(0.6 * mean(guessed));
  const near = best.filter(({ params }) => Math.abs((params.k as number) - 13) <= 3);
  expect(near.length).toBeGreaterThan(11);
});

test('maximizing is minimizing turned about', () => {
  const [low, high] = (['minimize', 'maximize'] as const).map((direction) => {
    const sampler = new TpeSampler(space, { seed: 3, direction });
    for (let trial = 0; trial < 30; trial++) {
      const asked = sampler.ask();
      const loss = lossOf(asked.params as Params);
      sampler.tell(asked, direction === 'minimize' ? loss : -loss);
    }
    return sampler.best;
  });
  expect(high!.params).toEqual(low!.params);
  expect(high!.value).toBe(-low!.value);
});

test('its JSON goes on as it would have itself, trials that run and failed ones included', () => {
  const sampler = optimize(new TpeSampler(space, { seed: 11, nStartupTrials: 4 }), 15);
  const [running, failed] = [sampler.ask(), sampler.ask()];
  sampler.tell(failed, null);
  const loaded = TpeSampler.fromJSON(JSON.parse(JSON.stringify(sampler)));
  expect(JSON.stringify(loaded)).toBe(JSON.stringify(sampler));
  loaded.tell(running, 1);
  sampler.tell(running, 1);
  expect(optimize(loaded, 10).toJSON()).toEqual(optimize(sampler, 10).toJSON());
});

test('asked before told, trials differ; told in any order, the state is the same', () => {
  const make = () => new TpeSampler(space, { seed: 2, nStartupTrials: 3 });
  const [forwards, backwards] = [make(), make()];
  const [a, b] = [forwards, backwards].map((sampler) => Array.from({ length: 8 }, () => sampler.ask()));
  expect(new Set(a!.map(({ params }) => JSON.stringify(params))).size).toBe(8);
  for (const trial of a!) forwards.tell(trial, lossOf(trial.params as Params));
  for (const trial of b!.toReversed()) backwards.tell(trial, lossOf(trial.params as Params));
  expect(backwards.ask()).toEqual(forwards.ask());
});

test('a failed trial counts as the worst', () => {
  const line: SearchSpace = { x: { type: 'uniform', low: 0, high: 1 } };
  const sampler = new TpeSampler(line, { seed: 1 });
  for (let trial = 0; trial < 60; trial++) {
    const asked = sampler.ask();
    const x = asked.params.x as number;
    sampler.tell(asked, x > 0.5 ? null : -x);
  }
  const late = sampler.toJSON().trials.slice(30);
  expect(late.filter(({ params }) => (params.x as number) <= 0.5).length).toBeGreaterThan(15);
  expect(sampler.best.params.x).toBeGreaterThan(0.4);
  expect(sampler.best.params.x).toBeLessThanOrEqual(0.5);
});

describe('what makes no sense is refused', () => {
  const sampler = new TpeSampler({ x: { type: 'uniform', low: 0, high: 1 } });
  test.each<[string, () => unknown, RegExp]>([
    ['an empty space', () => new TpeSampler({}), /space is empty/],
    [
      'ends the wrong way round',
      () => new TpeSampler({ x: { type: 'uniform', low: 1, high: 0 } }),
      /x needs finite low/,
    ],
    ['ratios of 0', () => new TpeSampler({ x: { type: 'log-uniform', low: 0, high: 1 } }), /low above 0/],
    [
      'half an integer',
      () => new TpeSampler({ x: { type: 'integer', low: 0.5, high: 3 } }),
      /whole low and high/,
    ],
    ['no choices', () => new TpeSampler({ x: { type: 'categorical', choices: [] } }), /needs choices/],
    ['an unknown type', () => new TpeSampler({ x: { type: 'normal' } as never }), /must be uniform/],
    [
      'a condition on what comes later',
      () =>
        new TpeSampler({
          x: { type: 'uniform', low: 0, high: 1, when: { y: 1 } },
          y: { type: 'integer', low: 0, high: 1 },
        }),
      /x depends on y/,
    ],
    ['an unknown option', () => new TpeSampler(space, { gamma: 0.1 } as never), /no parameter "gamma"/],
    ['a value before it was asked', () => sampler.tell({ number: 9 }, 1), /no trial 9/],
    ['NaN', () => sampler.tell(sampler.ask(), Number.NaN), /value of trial 0 is NaN/],
    ['a best of none', () => sampler.best, /no trial has a value/],
    [
      'a value told twice',
      () => [sampler.tell({ number: 0 }, 1), sampler.tell({ number: 0 }, 1)],
      /trial 0 has its value/,
    ],
  ])('%s', (_, call, message) => {
    expect(faultOf(call)).toEqual(invalid(message));
  });
});
