import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';

/** Editors write a file in several steps, and checkouts many files at once. */
const settleMs = 300;

/** Calls back once after each burst of changes below the folders, until closed. */
export function watchFolders(
  folders: readonly string[],
  onChange: (file: string) => void,
): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const changed = (file: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(file), settleMs);
  };
  const watchers: FSWatcher[] = folders.filter(existsSync).map((folder) => {
    const watcher = watch(folder, { recursive: true }, (_, file) => {
      if (file && !isNoise(file)) changed(file);
    });
    // A folder that disappears is no reason to stop serving.
    return watcher.on('error', () => watcher.close());
  });
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Files that editors and the operating system leave about. */
export function isNoise(file: string): boolean {
  const name = basename(file);
  return (
    /^[.#]|~$|\.(swp|swx|tmp|part)$|^4913$/.test(name) ||
    /(^|[\\/])(node_modules|dist|__pycache__|\.git)([\\/]|$)/.test(file)
  );
}
