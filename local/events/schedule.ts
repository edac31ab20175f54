import { Cron } from 'croner';

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** EventBridge's six fields and what each may hold besides numbers and names. */
const fields: readonly (readonly [string, RegExp])[] = [
  ['minutes', /^[\d,\-*/]+$/],
  ['hours', /^[\d,\-*/]+$/],
  ['day of month', /^[\d,\-*?/LW]+$/],
  ['month', /^[\dA-Z,\-*/]+$/],
  ['day of week', /^[\dA-Z,\-*?L#]+$/],
  ['year', /^[\d,\-*/]+$/],
];

/**
 * Fires as EventBridge would: `rate(5 minutes)` from now on, or `cron(m h d M w y)` in UTC. Gives the way to stop.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function schedule(expression: string, fire: () => void): () => void {
  const seconds = rateOf(expression);
  const job =
    seconds === undefined
      ? new Cron(cronOf(expression), { ...cronOptions, unref: true }, fire)
      : new Cron(
          '* * * * * *',
          { interval: seconds, startAt: new Date(Date.now() + seconds * 1000), unref: true },
          fire,
        );
  return () => job.stop();
}

/** The next times at which a cron expression fires after one, as ISO 8601. */
export function upcoming(expression: string, count: number, after: Date): string[] {
  return new Cron(cronOf(expression), cronOptions).nextRuns(count, after).map((date) => date.toISOString());
}

/** What of a schedule EventBridge or this machine would not take; empty when it does. */
export function scheduleFaults(expression: string): string[] {
  if (rateOf(expression) !== undefined) return [];
  const refused = (why: string) => [`its schedule is ${expression}: ${why}`];
  const parts = partsOf(expression);
  if (!parts)
    return refused('it must be rate(1 hour), rate(5 minutes) and the like, or cron() with six fields');
  const odd = fields.findIndex(([, allowed], index) => !allowed.test(parts[index]!.toUpperCase()));
  if (odd !== -1) return refused(`its ${fields[odd]![0]} cannot be ${parts[odd]}`);
  if ((parts[2] === '?') === (parts[4] === '?'))
    return refused('exactly one of day of month and day of week must be ?');
  if (/#.*,|,.*#/.test(parts[4]!)) return refused('# stands alone in day of week');
  try {
    new Cron(cronOf(expression), { ...cronOptions, paused: true }).stop();
    return [];
  } catch (error) {
    return refused((error as Error).message);
  }
}

/** Days of the week begin with Sunday = 1, as in Quartz. */
const cronOptions = {
  timezone: 'UTC',
  alternativeWeekdays: true,
  sloppyRanges: true,
  mode: '7-part',
} as const;

/** Seconds of `rate(n units)`: the unit is singular for one alone. */
function rateOf(expression: string): number | undefined {
  const rate = /^rate\((?:1 (minute|hour|day)|(\d+) (minute|hour|day)s)\)$/.exec(expression);
  if (rate?.[1] !== undefined) return unitSeconds[rate[1]];
  const count = Number(rate?.[2]);
  return count > 1 ? count * unitSeconds[rate![3]!]! : undefined;
}

function partsOf(expression: string): string[] | undefined {
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  return parts?.length === fields.length ? parts : undefined;
}

/** The same in croner's seven fields, which begin with seconds and write the last Friday as `6#L`. */
function cronOf(expression: string): string {
  const [minutes, hours, day, month, weekday, year] = partsOf(expression)!.map((part) =>
    part === '?' ? '*' : part,
  );
  const lastOnes = weekday!.replace(/^L$/i, '7').replace(/^([\dA-Z]+)L$/i, '$1#L');
  return ['0', minutes, hours, day, month, lastOnes, year].join(' ');
}
