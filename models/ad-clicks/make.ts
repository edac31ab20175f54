import { writeFileSync } from 'node:fs';

/**
 * Makes ad-clicks.csv. SYNTHETIC: nobody clicked on anything. Columns and ranges are those of the advertising
 * tables of textbooks; the chance of a click is a logistic function of the columns, so that the best possible
 * model is known. Same seed, same bytes: `node --import tsx models/ad-clicks/make.ts`.
 */
const random = mulberry32(20);
const rows = Array.from({ length: 2000 }, () => {
  const time = clamp(65 + 16 * normal(), 30, 92);
  const age = Math.round(clamp(36 + 9 * normal(), 19, 61));
  const income = clamp(55_000 + 13_500 * normal(), 14_000, 80_000);
  const logit = 0.6 - 0.11 * (time - 65) + 0.09 * (age - 36) - 0.00006 * (income - 55_000);
  const clicked = random() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  const cells = [time.toFixed(2), String(age), income.toFixed(2)].map((cell) =>
    random() < 0.02 ? '' : cell,
  );
  return [...cells, clicked].join(',');
});
const header = 'daily_time_spent_on_site,age,area_income,clicked_on_ad';
writeFileSync(new URL('ad-clicks.csv', import.meta.url), `${[header, ...rows].join('\n')}\n`);

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Box and Muller, 1958. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Tommy Ettinger's mulberry32: 32 bits of state, enough for example data. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
