import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../layers/learn/random.ts';
import { type JudgedPrediction, performance } from '../../../layers/watch/performance.ts';

const limits = { tolerance: 0.2, minRows: 50 };

function regression(count: number, errorOf: (row: number, random: number) => number): JudgedPrediction[] {
  const random = seededRandom(1);
  return Array.from({ length: count }, (_, row) => {
    const outcome = 100 + row;
    return { outcome, prediction: outcome + errorOf(row, random()) };
  });
}

function classes(
  count: number,
  of: (row: number, random: number) => { outcome: string | number; probability: number },
) {
  const random = seededRandom(2);
  return Array.from({ length: count }, (_, row): JudgedPrediction => {
    const { outcome, probability } = of(row, random());
    const probabilities = { '1': probability, '-1': 1 - probability };
    return { outcome, prediction: { label: probability > 0.5 ? '1' : '-1', probabilities } };
  });
}

describe('a regression', () => {
  const reference = { metrics: { rmse: 2, mae: 1.6, r2: 0.9 } };

  test('is judged by its RMSE on known outcomes', () => {
    const as = performance(
      'regression',
      regression(200, (row) => (row % 2 ? 2 : -2)),
      reference,
      limits,
    )!;
    expect(as).toMatchObject({
      rows: 200,
      metrics: { rmse: 2, mae: 2 },
      decay: 0,
      beyondChance: false,
      decayed: false,
    });
    const worse = performance(
      'regression',
      regression(200, (row) => (row % 2 ? 3 : -3)),
      reference,
      limits,
    )!;
    expect(worse).toMatchObject({ metrics: { rmse: 3 }, decay: 0.5, beyondChance: true, decayed: true });
    const better = performance(
      'regression',
      regression(200, () => 1),
      reference,
      limits,
    )!;
    expect(better).toMatchObject({ decay: -0.5, decayed: false });
  });

  test('that is worse by less than the tolerance has not decayed', () => {
    const slightly = performance(
      'regression',
      regression(200, () => 2.2),
      reference,
      limits,
    )!;
    expect(slightly.decay).toBeCloseTo(0.1, 12);
    expect(slightly).toMatchObject({ beyondChance: true, decayed: false });
  });

  test('has not decayed by one huge error', () => {
    const judged = regression(100, (row, random) => (row === 50 ? 60 : 4 * random - 2));
    const report = performance('regression', judged, reference, limits)!;
    expect(report.decay).toBeGreaterThan(1);
    expect(report).toMatchObject({ beyondChance: false, decayed: false });
  });

  test('that is perfect does not decay by rounding', () => {
    const judged = regression(200, (_, random) => 1e-12 * random);
    const report = performance('regression', judged, { metrics: { rmse: 1e-14 } }, limits)!;
    expect(report.decayed).toBe(false);
    const zeros = judged.map(() => ({ prediction: 0, outcome: 0 }));
    expect(performance('regression', zeros, { metrics: { rmse: 0 } }, limits)).toMatchObject({
      decay: -1,
      decayed: false,
    });
    const off = performance(
      'regression',
      regression(200, () => 1),
      { metrics: { rmse: 1e-14 } },
      limits,
    )!;
    expect(off.decayed).toBe(true);
  });
});

describe('a classification', () => {
  const reference = { metrics: { f1: 0.8, auc: 0.9, logLoss: 0.4, accuracy: 0.8 }, positive: '1' };
  const fair = (row: number, random: number) => {
    const outcome = row % 2 ? 1 : -1;
    return { outcome, probability: Math.min(1, Math.max(0, 0.5 + 0.3 * outcome + 0.7 * (random - 0.5))) };
  };

  test('is judged by F1 and AUC on known outcomes', () => {
    const report = performance('classification', classes(200, fair), reference, limits)!;
    expect(Object.keys(report.metrics)).toEqual(['f1', 'auc', 'logLoss']);
    expect(report.metrics.auc).toBeGreaterThan(0.9);
    expect(report.decayed).toBe(false);
  });

  test('takes outcomes as texts or numbers', () => {
    const numbers = classes(200, fair);
    const names = numbers.map(({ outcome, prediction }) => ({ prediction, outcome: String(outcome) }));
    expect(performance('classification', names, reference, limits)).toEqual(
      performance('classification', numbers, reference, limits),
    );
  });

  test('has decayed when outcomes contradict', () => {
    const turned = classes(200, (row, random) => ({ ...fair(row, random), outcome: row % 2 ? -1 : 1 }));
    expect(performance('classification', turned, reference, limits)).toMatchObject({
      beyondChance: true,
      decayed: true,
    });
  });

  test('has decayed when it can no longer tell, though F1 stays', () => {
    const blind = classes(300, (row, random) => ({
      outcome: row % 10 === 0 ? -1 : 1,
      probability: 0.6 + 0.3 * random,
    }));
    const report = performance('classification', blind, reference, limits)!;
    expect(report.metrics.f1).toBeGreaterThan(0.9);
    expect(report.decayed).toBe(true);
  });

  test.each([1, -1])(
    'with outcomes of class %d alone there is no AUC and no F1: log loss decides',
    (outcome) => {
      const right = classes(100, (row, random) => ({
        ...fair(row, random),
        outcome,
        probability: outcome === 1 ? 0.8 : 0.2,
      }));
      const report = performance('classification', right, reference, limits)!;
      expect(Object.keys(report.metrics)).toEqual(['logLoss']);
      expect(report).toMatchObject({ decayed: false });
      const wrong = classes(100, () => ({ outcome, probability: outcome === 1 ? 0.1 : 0.9 }));
      expect(performance('classification', wrong, reference, limits)).toMatchObject({ decayed: true });
    },
  );

  test('is judged by the class that counted as positive in training', () => {
    const skewed = classes(200, (row) => ({
      outcome: row % 4 === 0 ? 1 : -1,
      probability: row % 4 === 0 ? 0.45 : 0.2,
    }));
    const f1Of = (positive: string) =>
      performance('classification', skewed, { ...reference, positive }, limits)!.metrics.f1;
    expect(f1Of('1')).toBe(0);
    expect(f1Of('-1')).toBeCloseTo(6 / 7, 12);
  });

  test('survives a reference that promised nothing', () => {
    const nothing = { metrics: { f1: 0, auc: 0.5, logLoss: 0.7 }, positive: '1' };
    const report = performance('classification', classes(200, fair), nothing, limits)!;
    expect(Number.isFinite(report.decay)).toBe(true);
    expect(report.decayed).toBe(false);
  });
});

test.each([0, 49])('%d outcomes decide nothing', (count) => {
  expect(
    performance(
      'regression',
      regression(count, () => 1),
      { metrics: { rmse: 1 } },
      limits,
    ),
  ).toBeUndefined();
  expect(performance('regression', [], { metrics: { rmse: 1 } }, { ...limits, minRows: 0 })).toBeUndefined();
});

describe('three classes', () => {
  const names = ['a', 'b', 'c'];
  const judged = (right: number) =>
    Array.from({ length: 300 }, (_, row): JudgedPrediction => {
      const said = names[row % 3]!;
      const outcome = row % 10 < right ? said : names[(row + 1) % 3]!;
      const probabilities = Object.fromEntries(names.map((name) => [name, name === said ? 0.8 : 0.1]));
      return { outcome, prediction: { label: said, probabilities } };
    });
  const reference = { metrics: { f1: 0.9, auc: 0.925, logLoss: 0.43 }, positive: 'c' };

  test('are judged by means over all of them, as the test set was', () => {
    const as = performance('classification', judged(9), reference, limits)!;
    expect(as.metrics.f1).toBeCloseTo(0.9, 6);
    expect(as.metrics.auc).toBeCloseTo(0.925, 6);
    expect(as.decayed).toBe(false);
    expect(performance('classification', judged(6), reference, limits)).toMatchObject({ decayed: true });
  });
});
