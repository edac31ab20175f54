import { Cron } from 'croner';

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Fires as EventBridge would: `rate(5 minutes)` from now on, or `cron(m h d M w y)` in UTC. Gives the way to stop. */
export function schedule(expression: string, fire: () => void): () => void {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const job = rate
    ? new Cron(
        '* * * * * *',
        {
          interval: Number(rate[1]) * unitSeconds[rate[2]!]!,
          startAt: new Date(Date.now() + Number(rate[1]) * unitSeconds[rate[2]!]! * 1000),
          unref: true,
        },
        fire,
      )
    : new Cron(cronOf(expression), { timezone: 'UTC', unref: true }, fire);
  return () => job.stop();
}

/** EventBridge's six fields end with the year, and its days of the week begin with Sunday = 1. */
function cronOf(expression: string): string {
  const [minute, hour, day, month, weekday = '*'] =
    /^cron\((.*)\)$/.exec(expression)?.[1]?.split(/\s+/) ?? [];
  const shifted = weekday.replace(/\d/g, (digit) => String(Number(digit) - 1));
  return [minute, hour, day, month, shifted].map((field) => (field === '?' ? '*' : field)).join(' ');
}
