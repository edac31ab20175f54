import type { File } from './events.ts';

/** The files, each by a name that no other has, so that one folder holds them all: `a.csv`, `1-a.csv`. */
export function distinctNames(files: readonly File[]): File[] {
  const taken = new Set(files.map(({ name }) => name));
  const seen = new Set<string>();
  return files.map(({ name, uri }) => {
    let free = name;
    for (let count = 1; seen.has(free) || (free !== name && taken.has(free)); count++)
      free = `${count}-${name}`;
    seen.add(free);
    return { uri, name: free };
  });
}
