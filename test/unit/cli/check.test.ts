import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { badData } from './badInputs/data.ts';
import { badFiles } from './badInputs/files.ts';
import { oddButGood } from './badInputs/oddButGood.ts';
import { badSpecs } from './badInputs/specs.ts';
import { spoil } from './badInputs/spoil.ts';
import { millrace } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-check-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('millrace check names the line and the fix of', () => {
  test.each([...badSpecs, ...badFiles, ...badData])('$what', async (bad) => {
    const { line } = spoil(join(folder, 'models'), bad);
    const { code, out, err } = await millrace(folder, ['check']);
    expect(code).toBe(1);
    expect(err).toMatch(/^✗ \d+ faults? in 1 model\n$/);
    const place = `  models/flats/model.yaml:${line}  `;
    const there = out.split('\n').filter((one) => one.startsWith(place));
    expect(there, out).not.toEqual([]);
    for (const says of bad.says) expect(there.join('\n')).toMatch(says);
    // Nothing of ours shows through.
    expect(out).not.toMatch(/Error:|^\s+at |\/tmp\/|undefined|\[object/m);
  });

  test('every fault of a spec and of its data, all at once', async () => {
    spoil(join(folder, 'models'), {
      what: 'many',
      spec: [
        ['folds: 5', 'folds: 1'],
        ['area: { kind: number }', 'area: { impute: mean }'],
        ['test: 0.2', 'test: 2'],
        ['- linear-regression', '- nothing'],
      ],
    });
    const spec = await millrace(folder, ['check', '--json']);
    expect(JSON.parse(spec.out)[0].faults.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringMatching(/^features\.area\.kind: is missing/),
      expect.stringMatching(/^split\.test: must be below 1/),
      expect.stringMatching(/^train\.candidates\[0\]: must be/),
      expect.stringMatching(/^train\.folds: must be at least 2, not 1/),
    ]);

    spoil(join(folder, 'models'), {
      what: 'many',
      spec: [
        ['name: flats', 'name: houses'],
        ['target: rent', 'target: quick'],
        ['rooms: { kind', 'roms: { kind'],
        ['district: { kind: category }', 'district: { kind: number }'],
      ],
    });
    const data = await millrace(folder, ['check']);
    expect(data.code).toBe(1);
    expect(data.err).toContain('4 faults in 1 model');
  });
});

describe('millrace check takes', () => {
  test.each(oddButGood)('$what', async (good) => {
    spoil(join(folder, 'models'), good);
    const { code, out, err } = await millrace(folder, ['check']);
    expect({ code, err }, out).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^✓ flats {2}\d+ rows, \d features\n$/);
  });
});
