/**
 * Writes the data of the end-to-end suite's models, always the same:
 * `node --import tsx test/endToEnd/models/make.ts`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Park and Miller's generator: small, and good enough for rows. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const here = import.meta.dirname;

type Row = Record<string, string | number>;

const districts = ['harbour', 'market', 'station'] as const;
const surcharge = { harbour: 300, market: 0, station: -150 };

/** Rent is 12 for a square metre, 80 for a room, the district's surcharge, and up to 10 of chance. */
function flats(count: number, seed: number): Row[] {
  const random = generator(seed);
  return Array.from({ length: count }, (_, index) => {
    const rooms = 1 + Math.floor(random() * 4);
    const area = Math.round(20 + rooms * 18 + random() * 20);
    const district = districts[Math.floor(random() * districts.length)]!;
    const chance = (random() - 0.5) * 20;
    const rent = Math.round(200 + 12 * area + 80 * rooms + surcharge[district] + chance);
    return { id: `flat-${index + 1}`, area, rooms, district, rent };
  });
}

/** The more visits and minutes, the likelier a subscription. */
function visitors(count: number, seed: number): Row[] {
  const random = generator(seed);
  return Array.from({ length: count }, () => {
    const visits = Math.floor(random() * 20);
    const minutes = Math.round(random() * 600) / 10;
    const channel = ['search', 'mail', 'friend'][Math.floor(random() * 3)]!;
    const score =
      0.5 * (visits - 10) + 0.12 * (minutes - 30) + (channel === 'friend' ? 1 : 0) + (random() - 0.5) * 3;
    return { visits, minutes, channel, subscribed: score > 0 ? 'yes' : 'no' };
  });
}

/** The longer a member and the cheaper, the likelier to renew. */
function members(count: number, seed: number): Row[] {
  const random = generator(seed);
  return Array.from({ length: count }, () => {
    const years = Math.floor(random() * 10);
    const fee = 20 + Math.round(random() * 40);
    const score = 0.6 * (years - 5) - 0.1 * (fee - 40) + (random() - 0.5) * 2;
    return { years, fee, renews: score > 0 ? 'yes' : 'no' };
  });
}

/** The wines of three growers: real data, its classes named. */
function wines(): Row[] {
  const [header = '', ...lines] = readFileSync(join(here, '../../golden/data/wine.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const names = header.split(',').slice(0, -1);
  return lines.map((line) => {
    const cells = line.split(',');
    const measured = names.map((name, column) => [name.replaceAll(/\W/g, '_'), Number(cells[column])]);
    return {
      ...Object.fromEntries(measured),
      cultivar: ['barolo', 'grignolino', 'barbera'][Number(cells.at(-1))]!,
    };
  });
}

function csv(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!);
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.join(',')).join('\n')}\n`;
}

function ndjson(rows: readonly Record<string, unknown>[]): string {
  return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
}

const write = (file: string, text: string) => {
  mkdirSync(join(here, file, '..'), { recursive: true });
  writeFileSync(join(here, file), text);
};

const unlet = flats(60, 4321).map(({ rent: _, ...row }) => row);
write('rent/flats.csv', csv(flats(300, 1234)));
write('rent/unlet/first.csv', csv(unlet.slice(0, 40)));
// The last one's district is empty, which is imputed; its area is, too.
write(
  'rent/unlet/second.ndjson',
  ndjson(unlet.slice(40).map((row, index) => (index === 19 ? { ...row, district: null, area: null } : row))),
);
write('renewal/members.csv', csv(members(80, 2468)));
write('signup/visitors.csv', csv(visitors(400, 5678)));
write('spoiled/flats.csv', csv(flats(50, 99).map((row) => ({ ...row, rent: 'unknown' }))));
write('wine/wines.csv', csv(wines()));
