import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { flatColumns, only, readRows } from '../data.ts';
import type { Scene } from '../suite.ts';

/** Requests under way at once. */
const clients = 4;

export function describeRollback(scene: () => Scene): void {
  describe('a rollback', () => {
    it('makes the former version answer, and fails none of 500 requests', async () => {
      const { api } = scene();
      const before = await api.alias('rent', 'champion');
      const former = before === '1' ? '2' : '1';
      const flats = readRows('rent/flats.csv').map((flat) => only(flat, ...flatColumns));
      const seen: string[] = [];
      let sent = 0;
      const client = async () => {
        for (let number = sent++; number < 500; number = sent++) {
          seen.push((await api.predict('rent', [flats[number % flats.length]!])).version);
        }
      };
      const traffic = Promise.all(Array.from({ length: clients }, client));
      await sleep(200);
      expect(await api.rollback('rent')).toMatchObject({ from: before, to: former });
      await traffic;
      expect(seen).toHaveLength(500);
      expect(await api.alias('rent', 'champion')).toBe(former);

      // An environment may believe an alias for 2 s; after that everyone answers with the former version.
      await sleep(2500);
      const after = await Promise.all(
        Array.from({ length: clients }, () => api.predict('rent', [flats[0]!])),
      );
      expect(after.map(({ version }) => version)).toEqual(after.map(() => former));
    });
  });
}
