import { expect } from 'vitest';
import type { Driver } from './driver.ts';

/** What a batch leaves last of all. */
export interface Manifest {
  readonly model: string;
  readonly version: string;
  readonly rowsIn: number;
  readonly scored: number;
  readonly rejected: readonly {
    readonly shard: string;
    readonly key: string | number;
    readonly reason: string;
  }[];
  readonly shards: readonly {
    readonly shard: string;
    readonly output: string;
    readonly rowsIn: number;
    readonly scored: number;
  }[];
}

export interface Scored {
  readonly key: string;
  readonly prediction: number;
}

/** The manifest below a batch's output. */
export async function readManifest(driver: Driver, output: string): Promise<Manifest> {
  return JSON.parse(await driver.readFile(`${output}/manifest.json`)) as Manifest;
}

/** Scored rows of all shards, in the manifest's order; each shard has as many as the manifest says. */
export async function readScored(driver: Driver, manifest: Manifest): Promise<Scored[]> {
  const rows: Scored[] = [];
  for (const { output, scored } of manifest.shards) {
    const lines = (await driver.readFile(output))
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '');
    expect(lines).toHaveLength(scored);
    rows.push(...lines.map((line) => JSON.parse(line) as Scored));
  }
  return rows;
}
