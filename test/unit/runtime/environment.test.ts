import { expect, test } from 'vitest';
import { livesOn, readEnvironment, readVariable, s3Endpoint } from '../../../layers/runtime/environment.ts';

const variables = { MILLRACE_TABLE: 'table', MILLRACE_ARTIFACTS: 's3://bucket', MILLRACE_CODE: 'c0de' };

test('the environment is read from its variables', () => {
  expect(readEnvironment(variables)).toEqual({ table: 'table', artifacts: 's3://bucket', code: 'c0de' });
  expect(readVariable('MILLRACE_SPEC', { MILLRACE_SPEC: 's3://bucket/spec.json' })).toBe(
    's3://bucket/spec.json',
  );
});

test.each(Object.keys(variables))('without %s, or with nothing in it, the error names it', (name) => {
  for (const value of [undefined, '']) {
    expect(() => readEnvironment({ ...variables, [name]: value })).toThrow(
      new TypeError(`the environment variable ${name} is not set: the stack must set it`),
    );
  }
});

test('only managed instances live on between requests', () => {
  expect(livesOn({ AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances' })).toBe(true);
  for (const type of ['on-demand', 'provisioned-concurrency', undefined]) {
    expect(livesOn({ AWS_LAMBDA_INITIALIZATION_TYPE: type })).toBe(false);
  }
});

test("S3's own variable goes before the common one", () => {
  const common = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  expect(s3Endpoint({ ...common, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' })).toBe('http://127.0.0.1:2');
  expect(s3Endpoint(common)).toBe('http://127.0.0.1:1');
  expect(s3Endpoint({})).toBeUndefined();
});
