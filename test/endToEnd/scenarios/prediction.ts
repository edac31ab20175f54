import { describe, expect, it } from 'vitest';
import { type Cells, flatColumns, only, readRows, visitorColumns } from '../data.ts';
import type { Scene } from '../suite.ts';

export function describePrediction(scene: () => Scene): void {
  describe('a prediction', () => {
    it('is what the data says', async () => {
      const flats = readRows('rent/flats.csv').slice(0, 50);
      const { predictions, version } = await scene().api.predict(
        'rent',
        flats.map((flat) => only(flat, ...flatColumns)),
      );
      expect(version).toMatch(/^[12]$/);
      const errors = predictions.map((prediction, row) =>
        Math.abs(Number(prediction) - Number(flats[row]!.rent)),
      );
      expect(Math.max(...errors)).toBeLessThan(13);
      expect(
        Math.max(
          ...predictions.map((prediction, row) => Math.abs(Number(prediction) - trueRent(flats[row]!))),
        ),
      ).toBeLessThan(4);
    });

    it('is a class with the probability of each for a classification', async () => {
      const visitors = readRows('signup/visitors.csv').slice(0, 100);
      const { predictions } = await scene().api.predict(
        'signup',
        visitors.map((visitor) => only(visitor, ...visitorColumns)),
      );
      const labels = predictions.map((prediction) => {
        const { label, probabilities } = prediction as {
          label: string;
          probabilities: { yes: number; no: number };
        };
        expect(probabilities.yes + probabilities.no).toBeCloseTo(1, 9);
        expect(label).toBe(probabilities.yes > probabilities.no ? 'yes' : 'no');
        return label;
      });
      const right = labels.filter((label, row) => label === visitors[row]!.subscribed).length;
      expect(right).toBeGreaterThan(80);
    });

    it('has the probability of each of many classes', async () => {
      const wines = readRows('wine/wines.csv');
      const { predictions } = await scene().api.predict(
        'wine',
        wines.map(({ cultivar: _, ...wine }) => wine),
      );
      const right = predictions.filter((prediction, row) => {
        const { label, probabilities } = prediction as {
          label: string;
          probabilities: Record<string, number>;
        };
        expect(Object.keys(probabilities).sort()).toEqual(['barbera', 'barolo', 'grignolino']);
        const shares = Object.values(probabilities);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(probabilities[label]).toBe(Math.max(...shares));
        return label === wines[row]!.cultivar;
      });
      expect(right.length).toBeGreaterThan(0.95 * wines.length);
    });

    it('is the same by version, by alias, and row by row', async () => {
      const { api } = scene();
      const rows = readRows('rent/flats.csv')
        .slice(0, 3)
        .map((flat) => only(flat, ...flatColumns));
      const together = await api.predict('rent', rows);
      expect((await api.predict('rent', rows, '/labels/champion')).predictions).toEqual(together.predictions);
      expect((await api.predict('rent', rows, `/versions/${together.version}`)).predictions).toEqual(
        together.predictions,
      );
      const single = await Promise.all(rows.map((row) => api.predict('rent', [row])));
      expect(single.flatMap(({ predictions }) => predictions)).toEqual(together.predictions);
    });

    it('imputes a missing value as training did', async () => {
      const { predictions } = await scene().api.predict('rent', [{ area: null, rooms: 2, district: null }]);
      expect(predictions).toEqual([expect.any(Number)]);
    });

    it('needs the API key', async () => {
      const { driver } = scene();
      const body = { instances: [{ area: 50, rooms: 2, district: 'market' }] };
      expect((await driver.request('POST', '/v1/models/rent:predict', body, { key: null })).status).toBe(403);
      expect(
        (await driver.request('POST', '/v1/models/rent:predict', body, { key: 'wrong-0123456789abcdefghij' }))
          .status,
      ).toBe(403);
      expect((await driver.request('GET', '/ping', undefined, { key: null })).status).toBe(200);
    });

    it('is behind IAM where it is tracked', async ({ skip }) => {
      const { driver } = scene();
      if (driver.gaps.iam) skip(driver.gaps.iam);
      const { status } = await driver.request('GET', '/api/2.0/mlflow/registered-models/search', undefined, {
        key: null,
      });
      expect(status).toBe(403);
    });
  });
}

/** What a flat costs but for chance: `models/make.ts` says so. */
function trueRent(flat: Cells): number {
  const surcharge = { harbour: 300, market: 0, station: -150 }[String(flat.district)] ?? Number.NaN;
  return 200 + 12 * Number(flat.area) + 80 * Number(flat.rooms) + surcharge;
}
