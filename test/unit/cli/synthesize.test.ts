import { expect, test } from 'vitest';
import { curl } from '../../../cli/commands/demo.ts';
import { explain, Failed, Usage } from '../../../cli/failures.ts';
import { fitRow, predictionText, readInputs, servingPath } from '../../../cli/rows.ts';
import { faultsIn } from '../../../cli/synthesize.ts';
import { isNoise } from '../../../cli/watch.ts';
import { Conflict } from '../../../layers/contracts/errors.ts';

test('faults of specs are passed on as the app wrote them', () => {
  const stderr =
    '(node:7) Warning: something\nmillrace: the spec is not valid:\n  models/a/model.yaml:3: task: mend it\n  models/a/model.yaml:9: x\n';
  expect(faultsIn(stderr)).toBe(
    'the spec is not valid:\n  models/a/model.yaml:3: task: mend it\n  models/a/model.yaml:9: x',
  );
});

test("an app that breaks is told by its error's own lines, without the stack", () => {
  const stderr =
    '/x/infra/app.ts:12\n  const y = z;\n            ^\n\nReferenceError: z is not defined\n    at createApp (/x/infra/app.ts:12:13)\n\nNode.js v20\n';
  expect(faultsIn(stderr)).toBe('the app could not be synthesized:\n  ReferenceError: z is not defined');
});

test.each([
  [new Usage('give a row'), 2, 'give a row'],
  [new Failed('the gate did not pass'), 1, 'the gate did not pass'],
  [new Conflict('somebody was first'), 1, 'somebody was first'],
])('%s ends with code %i and its own message', (error, code, message) => {
  expect(explain(error)).toEqual({ code, message, name: error.name });
});

test('a refused connection, expired credentials and a missing region are told with the remedy', () => {
  const refused = new TypeError('fetch failed', {
    cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  });
  expect(explain(refused).message).toContain('is `millrace dev` still running?');
  expect(
    explain(Object.assign(new Error('The security token is expired'), { name: 'ExpiredTokenException' }))
      .message,
  ).toContain('log in to AWS again');
  expect(explain(new Error('Region is missing')).message).toContain('set AWS_REGION');
  expect(explain(new Error('odd')).message).toContain('DEBUG=1');
});

test('rows get the columns and the kinds of the signature', () => {
  const inputs = readInputs({
    metadata: {
      signature: {
        inputs: [
          { name: 'area', kind: 'number' },
          { name: 'zip', kind: 'category' },
          { name: 'age', kind: 'number' },
        ],
      },
    },
  });
  expect(fitRow({ area: 5, zip: 8001, price: 7, age: null }, inputs)).toEqual({
    area: 5,
    zip: '8001',
    age: null,
  });
  expect(fitRow({ zip: null }, inputs)).toEqual({ zip: null });
  expect(() => readInputs({ metadata: {} })).toThrow('without a signature');
});

test('predictions in a line: the number, or the class with its probability', () => {
  expect(predictionText(12.5)).toBe('12.5');
  expect(predictionText({ label: 'yes', probabilities: { no: 0.1, yes: 0.9 } })).toBe('yes\t0.9000');
});

test('paths name the version, the alias, or neither', () => {
  expect([
    servingPath('m'),
    servingPath('m', { version: '2' }),
    servingPath('m', { alias: 'champion' }),
  ]).toEqual(['/v1/models/m', '/v1/models/m/versions/2', '/v1/models/m/labels/champion']);
});

test('the printed command survives a quote in the data', () => {
  expect(curl({ url: 'http://h', apiKey: 'k' }, { town: "O'Fallon" })).toContain(
    `-d '{"instances":[{"town":"O'\\''Fallon"}]}'`,
  );
});

test('what editors and systems leave about is no change', () => {
  expect(['model.yaml', 'housing/model.yaml', 'fit/step.ts'].some(isNoise)).toBe(false);
  expect(
    [
      '.model.yaml.swp',
      'model.yaml~',
      '4913',
      '#x#',
      '.DS_Store',
      'a/node_modules/b.js',
      '__pycache__/x.pyc',
    ].every(isNoise),
  ).toBe(true);
});
