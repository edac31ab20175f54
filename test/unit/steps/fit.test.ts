import { describe, expect, test } from 'vitest';
import { fit } from '../../../functions/fit/step.ts';
import type { Trial, TrialResult } from '../../../layers/contracts/events.ts';
import { FittedPipeline } from '../../../layers/learn/index.ts';
import { flats } from '../cli/badInputs/flats.ts';
import { type Base, classification, openBench, prepared, regression } from './bench.ts';

const bench = openBench();

const linear = { index: 0, model: 'linear-regression', params: {} };
const logistic = (index: number, C: number, score: number) => ({
  index,
  model: 'logistic-regression',
  params: { C },
  score,
});

async function fitOn(
  base: Base,
  trials: readonly (Trial | TrialResult)[],
  { csv = flats, services = bench.services } = {},
) {
  const { prepared: rows } = await prepared(bench, base, csv);
  bench.written();
  const { fitted } = await fit({ ...base, prepared: rows, trials: [...trials] }, services);
  return { ...fitted, written: bench.written().filter((uri) => uri.endsWith('pipeline.json')) };
}

describe('Fit', () => {
  test('makes one document of transformers and model, addressed by its content', async () => {
    const { uri, hash, model, written } = await fitOn(await bench.base(regression, 'one'), [linear]);
    expect(uri).toBe(`${bench.services.base}/models/flats/${hash}/pipeline.json`);
    expect({ model, written }).toEqual({ model: 'linear-regression', written: [uri] });
    const pipeline = FittedPipeline.fromJSON(JSON.parse(await bench.read(uri)));
    expect(pipeline.signature.inputs.map(({ name }) => name)).toEqual(['area', 'rooms', 'district']);
    expect(await bench.runOf('one')).toMatchObject({
      params: { 'best.model': 'linear-regression' },
      artifacts: { 'pipeline.json': uri },
    });
  });

  test.each([
    ['more is better', classification, [0.7, 0.9, 0.8], 1],
    ['less is better', classification.replace('folds: 3', 'folds: 3\n  metric: logLoss'), [0.7, 0.9, 0.8], 0],
    ['the first of equals', classification, [0.7, 0.9, 0.9], 1],
  ])('fits the best candidate: %s', async (what, spec, scores, best) => {
    const trials = scores.map((score, index) => logistic(index, index + 1, score));
    const { params } = await fitOn(await bench.base(spec, `best-${what}`), trials);
    expect(params).toEqual({ C: best + 1 });
    expect((await bench.runOf(`best-${what}`)).params).toMatchObject({ 'best.C': String(best + 1) });
  });

  test('leaves out candidates that could not be judged, and fails when there is no other', async () => {
    const refused = (index: number) => ({
      ...logistic(index, -1, 0),
      score: null,
      reason: 'C must be above 0',
    });
    const { params } = await fitOn(await bench.base(classification, 'some-refused'), [
      refused(0),
      logistic(1, 2, 0.6),
      refused(2),
    ]);
    expect(params).toEqual({ C: 2 });
    await expect(
      fitOn(await bench.base(classification, 'all-refused'), [refused(0), refused(1)]),
    ).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringMatching(/no candidate could be judged.*C must be above 0/s),
    });
  });

  test('of the same inputs, is taken from the cache, and is the same to the byte without it', async () => {
    const first = await fitOn(await bench.base(regression, 'cached', { cache: false }), [linear]);
    const hit = await fitOn(await bench.base(regression, 'cached-again'), [linear]);
    expect(hit).toEqual({ ...first, written: [] });
    const anew = await fitOn(await bench.base(regression, 'cached', { cache: false }), [linear]);
    expect(anew).toEqual(first);
  });

  const stochastic = { index: 0, model: 'logistic-regression', params: { solver: 'stochastic', maxIter: 5 } };
  test.each([
    ['data', classification, { csv: flats.replaceAll(/^(?=\d)/gm, '1') }],
    ['seed', classification.replace('seed: 3', 'seed: 4'), {}],
    ['scaling', classification.replace('area: { kind: number', '$&, scale: min-max'), {}],
  ])('is another model for another %s', async (what, spec, options) => {
    const first = await fitOn(await bench.base(classification, 'first'), [stochastic]);
    const other = await fitOn(await bench.base(spec, `other-${what}`), [stochastic], options);
    expect(other.hash).not.toBe(first.hash);
    expect(other.written).toEqual([other.uri]);
  });

  test('is computed anew by other code', async () => {
    await fitOn(await bench.base(regression, 'code-1'), [linear]);
    const services = { ...bench.services, code: 'code-2' };
    const { uri, written } = await fitOn(await bench.base(regression, 'code-2'), [linear], { services });
    expect(written).toEqual([uri]);
  });
});
