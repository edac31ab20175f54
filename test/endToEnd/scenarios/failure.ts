import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Scene } from '../suite.ts';

export function describeFailure(scene: () => Scene): void {
  describe('a run whose data cannot be learned from', () => {
    it('is FAILED with the reason', async () => {
      const { driver, api, executions } = scene();
      const ended = await driver.waitFor(executions.spoiled);
      expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
      const { status, text } = await api.run(executions.spoiled);
      expect(status).toBe('FAILED');
      expect(text).toMatch(/InvalidInput: .*rent/s);
    });

    it('is notified', async () => {
      const { driver } = scene();
      const notification = await eventually('the notification', 20, async () =>
        (await driver.notifications('spoiled')).find(({ subject }) => subject === 'Millrace: spoiled failed'),
      );
      expect(notification.message).toMatch(/InvalidInput: .*rent/s);
    });

    it('registers nothing', async () => {
      const { driver } = scene();
      const { status } = await driver.request('POST', '/v1/models/spoiled:predict', {
        instances: [{ area: 50, rooms: 2 }],
      });
      expect(status).toBe(404);
    });
  });
}
