import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { Conflict } from '../layers/contracts/errors.ts';

/**
 * Takes a data folder for this process alone; gives the way to let go. The lock is LevelDB's, which the operating
 * system holds for the process: a process that was killed holds nothing, and no process id can be mistaken.
 *
 * @throws Conflict when another process has it
 */
export async function lockData(dataDir: string): Promise<() => Promise<void>> {
  const lock = new ClassicLevel(join(dataDir, 'lock'));
  try {
    await lock.open();
  } catch (error) {
    const { code } = (error as { cause?: { code?: string } }).cause ?? {};
    if (code !== 'LEVEL_LOCKED') throw error;
    throw new Conflict(
      `another runner works on ${dataDir}: stop it, or choose another folder with --data-dir`,
      {},
      { cause: error },
    );
  }
  return () => lock.close();
}
