import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail } from '../../../functions/fail/step.ts';
import { ingest } from '../../../functions/ingest/step.ts';
import { prepare } from '../../../functions/prepare/step.ts';
import { ModelAssets } from '../../../infra/constructs/ModelAssets.ts';
import { listFiles, readModels } from '../../../infra/models.ts';
import { InvalidInput } from '../../../layers/contracts/errors.ts';
import { parseSpec } from '../../../layers/contracts/specFile.ts';
import type { BadInput } from '../cli/badInputs/BadInput.ts';
import { badData } from '../cli/badInputs/data.ts';
import { badFiles } from '../cli/badInputs/files.ts';
import { badSpecs } from '../cli/badInputs/specs.ts';
import { spoil } from '../cli/badInputs/spoil.ts';
import { openBench } from './bench.ts';

/** What reaches the pipeline although `millrace check` would have told of it. */
const bench = openBench();

let models: string;
beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'millrace-refused-'));
});
afterEach(() => rmSync(models, { recursive: true }));

const all: readonly BadInput[] = [...badSpecs, ...badFiles, ...badData];

describe('the synthesis of the app refuses', () => {
  test.each(badSpecs)('$what', (bad) => {
    const { line } = spoil(models, bad);
    const error = errorOf(() => readModels(models));
    expect(error).toBeInstanceOf(InvalidInput);
    for (const says of bad.says) expect(error.message).toMatch(says);
    if (bad.what !== 'a name that is not the folder') expect(error.message).toContain(`model.yaml:${line}`);
  });
});

describe('the assets of a model refuse', () => {
  test.each(badFiles.filter(({ refusedBy }) => refusedBy === 'synthesis'))('$what', (bad) => {
    spoil(models, bad);
    const [model] = readModels(models);
    const error = errorOf(() => new ModelAssets(new Stack(), 'Assets', model!, []));
    expect(error).toBeInstanceOf(InvalidInput);
    expect(error.message).toMatch(/flats\/model\.yaml: there is no file "\.\/[^"]+": put it beside the spec/);
  });
});

describe.each(['Ingest', 'Prepare'] as const)(
  '%s refuses, and the run is FAILED with the reason:',
  (step) => {
    test.each(all.filter(({ refusedBy }) => refusedBy === step))('$what', async (bad) => {
      const { spec } = spoil(models, bad);
      const base = await bench.base(spec, bad.what);
      const file = join(models, 'flats/model.yaml');
      const sources = Object.entries(parseSpec(readFileSync(file, 'utf8'), file).data.sources);
      const event = {
        ...base,
        sources: Object.fromEntries(
          sources.map(([name, source]) => [
            name,
            listFiles(join(models, 'flats'), source).map((path) => ({
              name: basename(path),
              uri: pathToFileURL(path).href,
            })),
          ]),
        ),
      };
      let refusing = 'Ingest';
      const error = await ingest(event, bench.services)
        .then(({ snapshot }) => {
          refusing = 'Prepare';
          return prepare({ ...base, snapshot }, bench.services);
        })
        .then(
          () => undefined,
          (one: Error) => one,
        );
      expect(error, 'it was not refused').toBeDefined();
      expect({ name: error!.name, refusing }).toEqual({ name: 'InvalidInput', refusing: step });
      for (const says of bad.says) expect(error!.message).toMatch(says);
      expect(error!.message).not.toContain(tmpdir());

      // What the state machine does with it: the cause of a function's error is JSON.
      const cause = JSON.stringify({ errorType: error!.name, errorMessage: error!.message });
      await fail({ model: 'flats', run: base.run, error: error!.name, cause }, bench.services);
      expect(await bench.runOf(bad.what)).toMatchObject({
        status: 'FAILED',
        reason: `InvalidInput: ${error!.message}`,
      });
      expect(await bench.services.registry.listVersions('flats')).toEqual([]);
      expect(bench.written().filter((uri) => !uri.includes('/datasets/'))).toEqual([]);
    });
  },
);

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new TypeError('it was not refused');
}
