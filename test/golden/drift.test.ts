import { describe, expect, test } from 'vitest';
import { upperGamma } from '../../layers/learn/special/gamma.ts';
import { chiSquare } from '../../layers/watch/chiSquare.ts';
import { kolmogorovSmirnov } from '../../layers/watch/kolmogorovSmirnov.ts';
import { populationStability } from '../../layers/watch/populationStability.ts';
import { buildProfile, countBins, type NumberProfile } from '../../layers/watch/profile.ts';
import { expectAgreement, reference } from './reference.ts';

interface Samples {
  readonly a: number[];
  readonly b: number[];
  readonly statistic: number;
  /** Of Kolmogorov's limiting distribution. */
  readonly limit: number;
  readonly asymptotic: number;
  readonly exact: number;
}

const golden = reference<{
  kolmogorovSmirnov: Record<string, Samples>;
  psi: Record<string, { edges: number[]; counts: [number[], number[]]; psi: number }>;
  chiSquare: Record<string, { reference: number[]; current: number[]; statistic: number; p: number }>;
  upperGamma: [a: number, x: number, value: number][];
}>('drift');

const sorted = (values: number[]) => Float64Array.from(values).sort();

describe("Kolmogorov and Smirnov's statistic is scipy's, its p that of the limiting distribution", () => {
  test.each(Object.entries(golden.kolmogorovSmirnov))('%s', (_, { a, b, statistic, limit, exact }) => {
    const ours = kolmogorovSmirnov(sorted(a), sorted(b));
    expectAgreement([ours.statistic], [statistic], 1e-15, 'statistic');
    expectAgreement([ours.p], [limit], 1e-12, 'p');
    // The verdict at 5 % is that of the exact distribution, where there are rows enough for one.
    if (Math.min(a.length, b.length) >= 100) {
      expect(ours.p < 0.05).toBe(exact < 0.05);
      expectAgreement([ours.p - exact], [0], 0.03, 'p beside the exact one');
    }
  });
});

describe('bins are deciles of the reference, and PSI that of the definition', () => {
  test.each(Object.entries(golden.psi))('%s', (name, { edges, counts, psi }) => {
    const { a, b } = golden.kolmogorovSmirnov[name]!;
    const values = Float64Array.from(a);
    const table = { length: a.length, columns: { x: { kind: 'number', values } as const } };
    const context = { task: 'regression', target: 'none', metrics: {} } as const;
    const profile = buildProfile(table, { values }, context).columns.x as NumberProfile;
    expect(profile.edges).toEqual(edges);
    expect(profile.counts).toEqual(counts[0]);
    expect(countBins(b, profile.edges)).toEqual(counts[1]);
    expectAgreement([populationStability(profile.counts, counts[1])], [psi], 1e-12, 'PSI');
  });
});

describe("the chi-square test of homogeneity is scipy's", () => {
  test.each(Object.entries(golden.chiSquare))('%s', (_, one) => {
    const ours = chiSquare(one.reference, one.current);
    expectAgreement([ours.statistic], [one.statistic], 1e-12, 'statistic');
    expectAgreement([ours.p], [one.p], 1e-11, 'p');
  });

  test.each(golden.upperGamma)('Q(%d, %d)', (a, x, value) => {
    const ours = upperGamma(a, x);
    expect(Math.abs(ours - value)).toBeLessThanOrEqual(Math.max(1e-11 * value, 1e-15));
  });
});
