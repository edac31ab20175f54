import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchFolders } from '../../cli/watch.ts';

let folder: string;
let changes: string[];
let close: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'flats'));
  writeFileSync(join(folder, 'flats/model.yaml'), 'a');
  changes = [];
  ({ close } = watchFolders([folder, join(folder, 'not-there')], (file) => changes.push(file)));
  await sleep(50);
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits for the next change that is told, and longer than a burst takes to settle. */
async function told(): Promise<string[]> {
  for (const late = Date.now() + 5000; changes.length === 0 && Date.now() < late; ) await sleep(20);
  await sleep(500);
  return changes;
}

test.each([
  ['a file that is written', () => writeFileSync(join(folder, 'flats/model.yaml'), 'b')],
  [
    'a file that is replaced, as editors save',
    () => {
      writeFileSync(join(folder, 'flats/.model.yaml.swp'), 'b');
      renameSync(join(folder, 'flats/.model.yaml.swp'), join(folder, 'flats/model.yaml'));
    },
  ],
  ['a file that is removed', () => rmSync(join(folder, 'flats/model.yaml'))],
  [
    'many files at once',
    () => {
      for (let file = 0; file < 50; file++) writeFileSync(join(folder, `flats/${file}.csv`), 'b');
    },
  ],
])('%s is told once', async (_, change) => {
  change();
  expect(await told()).toHaveLength(1);
});

test('a folder that is new is told, and so are the files in it', async () => {
  mkdirSync(join(folder, 'new'));
  await told();
  changes.length = 0;
  writeFileSync(join(folder, 'new/model.yaml'), 'b');
  expect(await told()).toEqual([join('new', 'model.yaml')]);
});

test('what editors leave about is not told, nor anything after closing', async () => {
  writeFileSync(join(folder, 'flats/.model.yaml.swp'), 'b');
  await sleep(600);
  close();
  writeFileSync(join(folder, 'flats/model.yaml'), 'b');
  await sleep(600);
  expect(changes).toEqual([]);
});
