import { describe, expect, it } from 'vitest';
import type { Scene } from '../suite.ts';

const flat = { area: 50, rooms: 2, district: 'market' };

export function describeCommandLine(scene: () => Scene): void {
  describe('the command line', () => {
    /** What a command that must succeed prints as JSON. */
    const json = async <Result>(...args: string[]): Promise<Result> => {
      const { code, stdout, stderr } = await scene().driver.millrace(...args, '--json');
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as Result;
    };

    it('trains, shows and lists', async () => {
      const run = await json<{ run_id: string; status: string; version: string }>('run', 'rent');
      expect(run).toMatchObject({ status: 'SUCCEEDED', ok: true, metrics: { r2: expect.any(Number) } });
      expect(await json('show', run.run_id)).toMatchObject({ id: run.run_id, status: 'FINISHED' });
      expect(await json('show', `rent@${run.version}`)).toMatchObject({ version: run.version });
      const runs = await json<{ id: string }[]>('runs', '--model', 'rent');
      expect(runs[0]).toMatchObject({ id: run.run_id });
      expect(await json('models')).toContainEqual(
        expect.objectContaining({ name: 'rent', deployed: true, champion: run.version, latest: run.version }),
      );
    });

    it('predicts what the API predicts', async () => {
      const { predictions } = await scene().api.predict('rent', [flat]);
      expect(await json('predict', 'rent', '--row', JSON.stringify(flat))).toEqual({
        model: 'rent',
        predictions,
      });
    });

    it('promotes a version and takes it back', async () => {
      const { api } = scene();
      const before = await api.alias('rent', 'champion');
      await json('promote', 'rent', '1', '--reason', 'end to end');
      expect(await api.alias('rent', 'champion')).toBe('1');
      expect(await json('rollback', 'rent')).toMatchObject({ from: '1', to: before });
      expect(await api.alias('rent', 'champion')).toBe(before);
    });

    it('shows the latest drift report', async () => {
      const { code, stdout, stderr } = await scene().driver.millrace('drift', 'signup');
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^model +signup, version \d+$/m);
      expect(stdout).toMatch(/^minutes +drifted/m);
      expect(stdout).toMatch(/^channel +drifted.*never seen before: billboard$/m);
    });

    it('fails with the reason, on stderr and without a stack trace', async () => {
      const { code, stdout, stderr } = await scene().driver.millrace('run', 'spoiled');
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/rent/);
      expect(stderr).not.toMatch(/^\s+at /m);
      const unknown = await scene().driver.millrace('predict', 'nosuch', '--row', '{}');
      expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nosuch') });
    });
  });
}
