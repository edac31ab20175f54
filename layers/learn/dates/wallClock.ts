import { InvalidInput } from '../errors.ts';
import type { Cell } from '../preprocessing/cells.ts';

/** Milliseconds since 1970 began, as a clock on the wall counts them. NaN is missing. */
export type WallClock = (cell: Cell | undefined) => number;

/** ISO 8601: a date, or a date and a time, with or without its distance from UTC. */
const iso =
  /^([+-]\d{6}|\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/i;

const minute = 60_000;
/** Distances from UTC change at full quarters of an hour only, so that one look at each will do. */
const quarter = 15 * minute;

/** How points in time are read as the clock of a time zone shows them. Texts that have no distance from UTC are as they stand. */
export function wallClockOf(timeZone: string): WallClock {
  const offsetAt = offsetsOf(timeZone);
  return (cell) => {
    if (cell === null || cell === undefined || Number.isNaN(cell)) return Number.NaN;
    if (typeof cell === 'number') return checked(cell, cell) + offsetAt(cell);
    const { wall, offset } = parse(cell);
    if (offset === undefined) return wall;
    return wall - offset + offsetAt(wall - offset);
  };
}

/** @throws InvalidInput for a text that is no date */
function parse(text: string): { wall: number; offset: number | undefined } {
  const [, year, month, day = '1', hour = '0', minutes = '0', seconds = '0', fraction = '0', zone] =
    iso.exec(text.trim()) ?? [];
  const [monthIndex, dayOfMonth] = [Number(month) - 1, Number(day)];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), monthIndex, dayOfMonth);
  // A day that the month has not would be one of the next.
  const isDate = date.getUTCMonth() === monthIndex && date.getUTCDate() === dayOfMonth;
  const isTime = Number(hour) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  if (!isDate || !isTime) throw new InvalidInput(notADate(JSON.stringify(text)));
  const time = ((Number(hour) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  const wall = date.getTime() + time + Math.floor(Number(`0.${fraction}`) * 1000);
  return { wall: checked(wall, text), offset: zone === undefined ? undefined : offsetOf(zone) };
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const distance = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * minute;
  return zone.startsWith('-') ? -distance : distance;
}

/** Those that JavaScript's dates reach. */
function checked(milliseconds: number, given: Cell): number {
  if (Math.abs(milliseconds) <= 8.64e15) return milliseconds;
  throw new InvalidInput(notADate(String(given)));
}

function notADate(given: string): string {
  return `${given} is no point in time: give ISO 8601, as 2024-02-29 or 2024-02-29T12:30:00Z, or milliseconds since 1970`;
}

/** How far a time zone is ahead of UTC at a point in time. */
function offsetsOf(timeZone: string): (time: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (time) => {
    const slot = Math.floor(time / quarter);
    let offset = known.get(slot);
    if (offset === undefined) {
      const start = slot * quarter;
      const parts = Object.fromEntries(format.formatToParts(start).map(({ type, value }) => [type, value]));
      const [year, month, day, hour, minutes, second] = numbers(parts);
      const date = new Date(0);
      // The year before 1 is 1 BC.
      date.setUTCFullYear(parts.era === 'BC' ? 1 - year : year, month - 1, day);
      offset = date.getTime() + ((hour * 60 + minutes) * 60 + second) * 1000 - start;
      if (known.size >= 100_000) known.clear();
      known.set(slot, offset);
    }
    return offset;
  };
}

function numbers({ year, month, day, hour, minute, second }: Record<string, string>) {
  return [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
}
