import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { SharedLoop } from '../../../layers/learn/parallel/SharedLoop.ts';
import { NodeWorkerPool } from '../../../layers/threads/NodeWorkerPool.ts';
import { type Payload, squares } from './squares.ts';

const source = join(import.meta.dirname, 'squares.ts');
const folder = mkdtempSync(join(tmpdir(), 'threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
const payloadOf = (items: number): Payload => ({
  control: shared(SharedLoop.length),
  results: shared(2 * items),
});

function bundled(): URL {
  const outfile = join(folder, 'worker.mjs');
  buildSync({ entryPoints: [source], outfile, bundle: true, format: 'esm', platform: 'node' });
  return pathToFileURL(outfile);
}

describe.each([
  ['from TypeScript', () => pathToFileURL(source)],
  ['bundled', bundled],
])('workers %s', (_, entryOf) => {
  test('do their share of many rounds, and every item is done once', async () => {
    const pool = new NodeWorkerPool({ size: 2, entry: entryOf() });
    const payload = payloadOf(100);
    const loop = new SharedLoop(payload.control);
    pool.start('squares', payload);
    const threads = new Set<number>();
    // Workers take their time to start, more so on a busy machine.
    for (const until = Date.now() + 20_000; threads.size < 2 && Date.now() < until; ) {
      payload.results.fill(-1);
      loop.run(1, 100, squares(payload, 0));
      for (let item = 0; item < 100; item++) {
        expect(payload.results[2 * item]).toBe(item * item);
        threads.add(payload.results[2 * item + 1]!);
      }
    }
    expect(threads.size).toBeGreaterThan(1);
    loop.close();
    await pool.close();
  });
});

test('without workers the caller does everything, and its own errors come through', () => {
  const payload = payloadOf(3);
  const loop = new SharedLoop(payload.control);
  loop.run(1, 3, squares(payload, 7));
  expect([...payload.results]).toEqual([0, 7, 1, 7, 4, 7]);
  loop.run(1, 0, squares(payload, 7));
  expect(() => loop.run(2, 1, squares(payload, 7))).toThrow('meant to fail');
});

test('a worker that cannot start leaves all to the caller', async () => {
  const pool = new NodeWorkerPool({ size: 1, entry: pathToFileURL(join(folder, 'none.mjs')) });
  pool.start('squares', payloadOf(1));
  await expect.poll(() => pool.size, { timeout: 20_000 }).toBe(0);
});

test('the error of a worker reaches the caller', async () => {
  const pool = new NodeWorkerPool({ size: 1, entry: pathToFileURL(source) });
  const payload = payloadOf(1);
  const loop = new SharedLoop(payload.control);
  pool.start('squares', payload);
  const slow = () => {
    for (const until = performance.now() + 20; performance.now() < until; );
  };
  await expect
    .poll(
      () => {
        try {
          loop.run(2, 3, slow);
        } catch (error) {
          return String(error);
        }
        return undefined;
      },
      { timeout: 20_000 },
    )
    .toMatch(/a worker failed/);
});
