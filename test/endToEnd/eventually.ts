import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until there is something, and returns it.
 *
 * @param probe returns undefined as long as there is nothing
 * @throws Error with what was waited for and how the last probe failed
 */
export async function eventually<Value>(
  what: string,
  seconds: number,
  probe: () => Promise<Value | undefined>,
): Promise<Value> {
  const until = Date.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until)
      throw new Error(`waited ${seconds} s in vain for ${what}`, last === undefined ? {} : { cause: last });
    await sleep(500);
  }
}
