import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file so that it is either as it was or whole, wherever the process or the machine stops: beside it,
 * flushed to the disk, then renamed.
 *
 * @param mode permissions of a new file
 */
export function writeWhole(file: string, text: string, mode = 0o666): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, text, { flush: true, mode });
  renameSync(`${file}.partial`, file);
}

/** The same for the copy of a file. */
export function copyWhole(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, `${to}.partial`);
  renameSync(`${to}.partial`, to);
}
