import { vi } from 'vitest';

export type Line = Readonly<Record<string, unknown>>;

/** Collects the JSON lines that are printed from now on, until `vi.restoreAllMocks`. */
export function captureLines(): () => Line[] {
  const printed: string[] = [];
  const collect = (text: unknown): boolean => {
    printed.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(collect);
  vi.spyOn(process.stderr, 'write').mockImplementation(collect);
  return () =>
    printed
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
}
