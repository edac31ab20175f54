/** A part of a date, as pandas' `Series.dt` has them. */
export type DatePart = keyof typeof dateParts;

interface Part {
  readonly of: (date: Date) => number;
  /** Of parts that come round: the smallest, and after how many. */
  readonly cycle?: readonly [first: number, length: number];
}

const day = 86_400_000;

/** Of a date whose fields of UTC are those of the clock on the wall. */
export const dateParts = {
  year: { of: (date: Date) => date.getUTCFullYear() },
  quarter: { of: (date: Date) => Math.floor(date.getUTCMonth() / 3) + 1, cycle: [1, 4] },
  month: { of: (date: Date) => date.getUTCMonth() + 1, cycle: [1, 12] },
  /** Of ISO 8601: the first is that of the year's first Thursday. */
  week: { of: weekOf, cycle: [1, 52.1775] },
  day: { of: (date: Date) => date.getUTCDate(), cycle: [1, 30.436875] },
  dayOfYear: { of: dayOfYear, cycle: [1, 365.2425] },
  /** From 0, Monday, to 6. */
  weekday: { of: weekday, cycle: [0, 7] },
  isWeekend: { of: (date: Date) => Number(weekday(date) >= 5) },
  hour: { of: (date: Date) => date.getUTCHours(), cycle: [0, 24] },
  minute: { of: (date: Date) => date.getUTCMinutes(), cycle: [0, 60] },
} satisfies Record<string, Part>;

export const datePartNames = Object.keys(dateParts) as readonly DatePart[];

export function partOf(name: DatePart): Part {
  return dateParts[name];
}

function weekday(date: Date): number {
  return (date.getUTCDay() + 6) % 7;
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - startOf(date.getUTCFullYear())) / day) + 1;
}

/** The number of its Thursday's week in the year that has it. */
function weekOf(date: Date): number {
  const thursday = new Date(date.getTime() + (3 - weekday(date)) * day);
  return Math.ceil(dayOfYear(thursday) / 7);
}

/** Date.UTC takes years below 100 for others. */
function startOf(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}
