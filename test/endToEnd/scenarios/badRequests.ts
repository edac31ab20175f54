import { describe, expect, it } from 'vitest';
import type { Scene } from '../suite.ts';

const good = { area: 50, rooms: 2, district: 'market' };
const second = (row: unknown) => ({ instances: [good, row] });

interface Case {
  readonly what: string;
  readonly path?: string;
  readonly body: unknown;
  readonly status?: number;
  /** What the message must name. */
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'a row without a column',
    body: second({ area: 50, district: 'market' }),
    says: /instances\[1\].*rooms/s,
  },
  { what: 'a row with a column too many', body: second({ ...good, colour: 'red' }), says: /colour/ },
  {
    what: 'text in the place of a number',
    body: second({ ...good, area: 'large' }),
    says: /instances\[1\]\.area.*large/s,
  },
  {
    what: 'a list in the place of a category',
    body: second({ ...good, district: ['market'] }),
    says: /district/,
  },
  { what: 'null where nothing is imputed', body: second({ ...good, rooms: null }), says: /rooms/ },
  {
    what: 'NaN, which is not JSON',
    body: '{"instances": [{"area": NaN, "rooms": 2, "district": "market"}]}',
    says: /JSON/,
  },
  {
    what: 'a number that overflows',
    body: '{"instances": [{"area": 1e999, "rooms": 2, "district": "market"}]}',
    says: /area/,
  },
  { what: 'a row that is null', body: { instances: [null] }, says: /instances\[0\]/ },
  { what: 'no rows', body: { instances: [] }, says: /empty/ },
  { what: 'no instances', body: { rows: [good] }, says: /instances/ },
  { what: 'text that is not JSON', body: 'area=50', says: /JSON/ },
  { what: 'nothing', body: '', says: /./ },
  {
    what: 'an unknown model',
    path: '/v1/models/nosuch:predict',
    body: { instances: [good] },
    status: 404,
    says: /nosuch/,
  },
  {
    what: 'an unknown version',
    path: '/v1/models/rent/versions/99:predict',
    body: { instances: [good] },
    status: 404,
    says: /99/,
  },
  {
    what: 'an unknown alias',
    path: '/v1/models/rent/labels/nobody:predict',
    body: { instances: [good] },
    status: 404,
    says: /nobody/,
  },
];

export function describeBadRequests(scene: () => Scene): void {
  describe('a bad request is told what is wrong with it', () => {
    it.each(cases)('$what', async ({ path = '/v1/models/rent:predict', body, status = 400, says }) => {
      const answer = await scene().driver.request('POST', path, body);
      expect(answer.body).toMatchObject({ error: expect.stringMatching(says) });
      expect(answer.status).toBe(status);
    });

    it('a body that is too large', async () => {
      const rows = Array.from({ length: 140_000 }, () => good);
      const { status } = await scene().driver.request('POST', '/v1/models/rent:predict', { instances: rows });
      expect(status).toBe(413);
    });

    it('and the API answers as before', async () => {
      const { status } = await scene().driver.request('POST', '/v1/models/rent:predict', {
        instances: [good],
      });
      expect(status).toBe(200);
    });
  });
}
