import { describe, expect, it } from 'vitest';
import { resultOf } from '../executions.ts';
import type { Scene } from '../suite.ts';

export function describeTraining(scene: () => Scene): void {
  describe('a pipeline', () => {
    it('runs to FINISHED with its metrics, also when two runs of one model start at once', async () => {
      const { driver, api, executions } = scene();
      for (const execution of executions.rent) {
        await resultOf(driver, execution);
        const { status, metrics } = await api.run(execution);
        expect(status).toBe('FINISHED');
        // The data's noise is uniform in ±10, so no model can be far from a deviation of 10/√3.
        expect(metrics.rmse).toBeGreaterThan(4);
        expect(metrics.rmse).toBeLessThan(8);
        expect(metrics.r2).toBeGreaterThan(0.99);
      }
    });

    it('registers one version for each run and lets the champion answer', async () => {
      const { api } = scene();
      expect(await api.versions('rent')).toEqual(['1', '2']);
      expect(['1', '2']).toContain(await api.alias('rent', 'champion'));
    });

    it('searches its candidates in a Map and registers the better one', async () => {
      const { driver, api, executions } = scene();
      await resultOf(driver, executions.signup);
      const { status, metrics } = await api.run(executions.signup);
      expect(status).toBe('FINISHED');
      expect(metrics.auc).toBeGreaterThan(0.8);
      expect(await api.versions('signup')).toEqual(['1']);
    });

    it('tells more than two classes apart, by trees', async () => {
      const { driver, api, executions } = scene();
      await resultOf(driver, executions.wine);
      const { status, metrics } = await api.run(executions.wine);
      expect(status).toBe('FINISHED');
      expect(metrics.accuracy).toBeGreaterThan(0.9);
      expect(metrics.logLoss).toBeLessThan(0.3);
      expect(await api.alias('wine', 'champion')).toBe('1');
    });

    it('leaves a version to be promoted by people where the spec says so', async () => {
      const { driver, api } = scene();
      const visitor = { visits: 10, minutes: 5, channel: 'search' };
      const ask = () => driver.request('POST', '/v1/models/signup:predict', { instances: [visitor] });
      expect(await ask()).toMatchObject({
        status: 404,
        body: { error: expect.stringContaining('champion') },
      });
      await api.promote('signup', '1');
      expect(await api.alias('signup', 'champion')).toBe('1');
      expect((await ask()).status).toBe(200);
    });

    it('searches more candidates than a Map takes in a Distributed Map, each as a run below its own', async () => {
      const { driver, api, executions } = scene();
      await resultOf(driver, executions.renewal);
      const { status, metrics } = await api.run(executions.renewal);
      expect(status).toBe('FINISHED');
      expect(metrics.auc).toBeGreaterThan(0.8);
      const trials = await api.trials(executions.renewal);
      expect(trials.map(({ status }) => status)).toEqual(Array.from({ length: 42 }, () => 'FINISHED'));
      for (const trial of trials) expect(trial.metrics['cv.auc']).toBeGreaterThan(0.5);
      expect(await api.versions('renewal')).toEqual(['1']);
    });
  });
}
