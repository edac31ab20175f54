import { expect, test } from 'vitest';
import { flat } from './flats.ts';
import { newVersion, serve } from './serve.ts';

const id = '019a0000-0000-7000-8000-000000000001:0';

test('outcomes are kept with the time they came and as long as the version says', async () => {
  const { post, predictions, time } = await serve();
  const { headers } = await post('/v1/models/rent:predict', { instances: [flat(1), flat(2)] });
  const outcomes = [0, 1].map((row) => ({
    id: `${headers.get('Prediction-Id')}:${row}`,
    outcome: 900 + row,
  }));
  time.now += 1000;
  expect(await post('/v1/models/rent/feedback', { outcomes })).toMatchObject({
    status: 200,
    body: { accepted: 2 },
  });
  expect(predictions.told).toEqual(
    outcomes.map((one) => ({ model: 'rent', days: 30, outcome: { ...one, at: time.now } })),
  );
});

test('a class may be told as a number or as text', async () => {
  const { post, predictions } = await serve();
  const outcomes = [1, '-1'].map((outcome) => ({ id, outcome }));
  expect((await post('/v1/models/let/feedback', { outcomes })).body).toEqual({ accepted: 2 });
  expect(predictions.told.map(({ outcome }) => outcome.outcome)).toEqual(['1', '-1']);
});

test('a model without a champion takes the feedback of a version', async () => {
  const { post, registry } = await serve();
  await registry.registerVersion('manual', newVersion('memory://rent'));
  const body = { outcomes: [{ id, outcome: 1 }] };
  expect((await post('/v1/models/manual/feedback', body)).status).toBe(404);
  expect((await post('/v1/models/manual/versions/1/feedback', body)).body).toEqual({ accepted: 1 });
});

const wrong: readonly { what: string; model?: string; outcomes: unknown; status?: number; says: RegExp }[] = [
  { what: 'no list', outcomes: { id, outcome: 1 }, says: /"outcomes": \[/ },
  { what: 'no outcomes', outcomes: [], says: /must not be empty/ },
  { what: 'an outcome that is null', outcomes: [null], says: /outcomes\[0\]\.id/ },
  { what: 'no id', outcomes: [{ outcome: 1 }], says: /outcomes\[0\]\.id.*not nothing/ },
  {
    what: 'an id without a row',
    outcomes: [{ id: id.slice(0, -2), outcome: 1 }],
    says: /a colon and the row's number/,
  },
  { what: 'an id that is a number', outcomes: [{ id: 7, outcome: 1 }], says: /outcomes\[0\]\.id.*not 7/ },
  { what: 'text for a number', outcomes: [{ id, outcome: 'much' }], says: /must be a number, not "much"/ },
  { what: 'null for a number', outcomes: [{ id, outcome: null }], says: /must be a number, not null/ },
  {
    what: 'no such class',
    model: 'let',
    outcomes: [
      { id, outcome: 1 },
      { id, outcome: 'maybe' },
    ],
    says: /outcomes\[1\]\.outcome.*one of the classes -1, 1, not "maybe"/,
  },
  {
    what: 'a list for a class',
    model: 'let',
    outcomes: [{ id, outcome: ['1'] }],
    says: /one of the classes/,
  },
  {
    what: 'too many outcomes',
    outcomes: new Array(10_001).fill({ id, outcome: 1 }),
    status: 413,
    says: /10001 outcomes/,
  },
];

test.each(wrong)(
  '$what is refused, and nothing is kept',
  async ({ model = 'rent', outcomes, status, says }) => {
    const { post, predictions } = await serve();
    const answer = await post(`/v1/models/${model}/feedback`, { outcomes });
    expect(answer.body).toEqual({ error: expect.stringMatching(says) });
    expect(answer.status).toBe(status ?? 400);
    expect(predictions.told).toEqual([]);
  },
);
