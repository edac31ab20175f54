import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cdkContext, createApp } from '../../infra/app.ts';
import { externalObjects } from '../../infra/constructs/externalObjects.ts';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

describe('data that lies in buckets of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'external-'));
  let template: Template;

  beforeAll(() => {
    const models = join(folder, 'models');
    cpSync('test/endToEnd/models/rent', join(models, 'rent'), { recursive: true });
    const file = join(models, 'rent/model.yaml');
    const spec = readFileSync(file, 'utf8')
      .replace('./flats.csv', "'s3://live-data/flats/*.csv'")
      .replace('output: unlet', 'output: s3://scored-data/rent');
    writeFileSync(file, spec);
    vi.stubEnv('MILLRACE_MODELS', models);
    const context = { ...cdkContext(), 'millrace:batchBuckets': 'ad-hoc' };
    const assembly = createApp(new App({ outdir: join(folder, 'cdk.out'), context })).synth();
    const stack = assembly.getStackByName('Millrace-Model-rent');
    template = Template.fromJSON(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')));
  }, 120_000);

  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Statements about a resource, by the construct path's part that names the step. */
  const statements = (step: RegExp): Statement[] =>
    Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => step.test(id))
      .flatMap(
        ([, { Properties }]) =>
          (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
      );
  const mayDo = (step: RegExp, action: string, resource: string): boolean =>
    statements(step).some(
      ({ Action, Resource }) =>
        [Action].flat().includes(action) && JSON.stringify(Resource).includes(`:s3:::${resource}"`),
    );

  it('is read by the steps that need it', () => {
    expect(mayDo(/^PipelineIngest/, 's3:GetObject', 'live-data/flats/*')).toBe(true);
    expect(mayDo(/^PipelineIngest/, 's3:ListBucket', 'live-data')).toBe(true);
  });

  it('is written by batches alone', () => {
    for (const bucket of ['scored-data/rent/*', 'ad-hoc/*']) {
      expect(mayDo(/^BatchScoreShard/, 's3:PutObject', bucket)).toBe(true);
      expect(mayDo(/^BatchWriteManifest/, 's3:PutObject', bucket)).toBe(true);
      expect(mayDo(/^Pipeline/, 's3:PutObject', bucket)).toBe(false);
    }
  });

  it('lets a batch read every file that its rule names', () => {
    const rules = template.findResources('AWS::Events::Rule', {
      Properties: { Targets: [Match.objectLike({ Input: Match.anyValue() })] },
    });
    const named = JSON.stringify(rules).match(/[0-9a-f]{64}\.(csv|ndjson)/g) ?? [];
    expect(named).toHaveLength(2);
    const readable = JSON.stringify(statements(/^BatchScoreShard/));
    for (const key of named) expect(readable).toContain(key);
  });
});

describe('externalObjects', () => {
  it.each([
    ['s3://b/a/one.csv', 'a/one.csv'],
    ['s3://b/a/', 'a/*'],
    ['s3://b/a', 'a/*'],
    ['s3://b/a/*.csv', 'a/*'],
    ['s3://b/2026-{01,02}.csv', '2026-*'],
    ['s3://b', '*'],
  ])('%s', (uri, keys) => expect(externalObjects(uri)).toEqual({ bucket: 'b', keys }));

  it('leaves other schemes alone', () => expect(externalObjects('file:///data/x.csv')).toBeUndefined());
});
