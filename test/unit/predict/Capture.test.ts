import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Capture } from '../../../functions/predict/Capture.ts';
import { flat } from './flats.ts';
import { MemoryPredictions } from './memoryStore.ts';
import { newVersion, rent, serve } from './serve.ts';

const path = '/v1/models/rent:predict';
const row = (index: number) => ({ id: `id:${index}`, at: 1, version: '1', row: flat(index), prediction: 7 });
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index));

interface Failure {
  readonly model: string;
  readonly rows: number;
  readonly error: unknown;
}

let log: MemoryPredictions;
let failures: Failure[];
let writes: number;

/** A log that is down. */
const broken = { capture: () => Promise.reject(new Error('DynamoDB is down')) };

function open(background: boolean, into: Pick<MemoryPredictions, 'capture'> = log): Capture {
  const counted = {
    capture: (...given: Parameters<MemoryPredictions['capture']>) => {
      writes += 1;
      return into.capture(...given);
    },
  };
  const failed = (model: string, lost: number, error: unknown) => failures.push({ model, rows: lost, error });
  return new Capture(counted, { background, failed });
}

beforeEach(() => {
  log = new MemoryPredictions();
  failures = [];
  writes = 0;
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('where the environment freezes', () => {
  test('rows are written before the answer', async () => {
    await open(false).add('rent', rows(3), 30);
    expect(log.captured).toEqual(rows(3).map((one) => ({ model: 'rent', days: 30, row: one })));
  });

  test('a failure is told, and is no failure of the prediction', async () => {
    await open(false, broken).add('rent', rows(3), 30);
    expect(failures).toEqual([{ model: 'rent', rows: 3, error: new Error('DynamoDB is down') }]);
  });
});

describe('where the environment lives on', () => {
  test('rows of many requests are written together after a quarter of a second', async () => {
    const capture = open(true);
    for (let request = 0; request < 5; request++) await capture.add('rent', rows(10), 30);
    await capture.add('let', rows(1), 7);
    await vi.advanceTimersByTimeAsync(249);
    expect(log.captured).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(log.captured).toHaveLength(51);
    expect(log.captured.filter(({ model, days }) => model === 'let' && days === 7)).toHaveLength(1);
    expect(writes).toBe(2);
    await capture.add('rent', rows(1), 30);
    await vi.advanceTimersByTimeAsync(250);
    expect(log.captured).toHaveLength(52);
  });

  test('five hundred rows do not wait', async () => {
    const capture = open(true);
    await capture.add('rent', rows(499), 30);
    expect(writes).toBe(0);
    await capture.add('rent', rows(1), 30);
    expect(writes).toBe(1);
    await capture.flush();
    expect(log.captured).toHaveLength(500);
  });

  test('flushing waits for what is being written already', async () => {
    let finish = () => {};
    const slow = { capture: () => new Promise<void>((resolve) => (finish = resolve)) };
    const capture = open(true, slow);
    await capture.add('rent', rows(500), 30);
    let flushed = false;
    const flushing = capture.flush().then(() => {
      flushed = true;
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(flushed).toBe(false);
    finish();
    await flushing;
    expect(flushed).toBe(true);
  });

  test('a failure is told, and later rows are written', async () => {
    let down = true;
    const capture = open(true, {
      capture: (...given) => (down ? broken.capture() : log.capture(...given)),
    });
    await capture.add('rent', rows(2), 30);
    await capture.flush();
    expect(failures).toMatchObject([{ model: 'rent', rows: 2 }]);
    down = false;
    await capture.add('rent', rows(1), 30);
    await capture.flush();
    expect(log.captured).toHaveLength(1);
  });

  test('rows beyond fifty thousand are lost and told, until some are written', async () => {
    const finish: (() => void)[] = [];
    const capture = open(true, { capture: () => new Promise<void>((resolve) => finish.push(resolve)) });
    for (let request = 0; request < 5; request++) await capture.add('rent', rows(10_000), 30);
    expect(failures).toEqual([]);
    await capture.add('rent', rows(1), 30);
    expect(failures).toMatchObject([{ model: 'rent', rows: 1 }]);
    finish[0]!();
    await vi.advanceTimersByTimeAsync(0);
    await capture.add('rent', rows(10_000), 30);
    expect(failures).toHaveLength(1);
  });
});

describe('a served prediction', () => {
  test('is captured row by row, with what was asked and answered', async () => {
    const { post, predictions, time } = await serve();
    const instances = [flat(1), { ...flat(2), area: null }];
    const { headers } = await post(path, { instances });
    const id = headers.get('Prediction-Id');
    const values = rent.predictRecords(instances).values;
    expect(predictions.captured).toEqual(
      instances.map((asked, index) => ({
        model: 'rent',
        days: 30,
        row: { id: `${id}:${index}`, at: time.now, version: '1', row: asked, prediction: values[index] },
      })),
    );
  });

  test('is captured as a row of named columns, in whichever form it was asked', async () => {
    const { post, predictions } = await serve();
    const { area, rooms, district } = flat(1);
    await post(path, { instances: [[area, rooms, district]] });
    await post(path, { inputs: { area: [area], rooms: [rooms], district: [district] } });
    expect(predictions.captured.map(({ row: { row: asked } }) => asked)).toEqual([flat(1), flat(1)]);
  });

  test('is captured for as many days, and in such a share, as its version says', async () => {
    const share = { now: 0 };
    const { post, predictions, registry } = await serve({ random: () => share.now });
    await registry.registerVersion('rent', newVersion('memory://rent', { capture: 0.25, retention: 7 }));
    for (share.now of [0.24, 0.25]) {
      await post('/v1/models/rent/versions/2:predict', { instances: [flat(1)] });
    }
    expect(predictions.captured.map(({ days }) => days)).toEqual([7]);
  });

  test('is answered when it cannot be captured', async () => {
    vi.useRealTimers();
    const { post } = await serve({ capture: open(false, broken) });
    expect((await post(path, { instances: [flat(1)] })).status).toBe(200);
    expect(failures).toMatchObject([{ model: 'rent', rows: 1 }]);
  });
});
