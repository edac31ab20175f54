import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Assembly } from '../../../../local/assembly/Assembly.ts';
import { readWithBuckets } from '../../../../local/buckets.ts';
import { checkLocal } from '../../../../local/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface StackDocument {
  readonly Resources: Record<string, unknown>;
  readonly Outputs?: Record<string, unknown>;
  readonly Parameters?: Record<string, unknown>;
  readonly files?: Record<string, unknown>;
  readonly dependencies?: string[];
}

/** Writes a cdk.out of these stacks, in this order. */
function write(stacks: Readonly<Record<string, StackDocument>>): string {
  const artifacts: Record<string, unknown> = {};
  for (const [name, { dependencies, files = {}, ...template }] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    writeFileSync(join(folder, `${name}.assets.json`), JSON.stringify({ files }));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
      dependencies,
    };
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
  return folder;
}

/** What a value of a property becomes, in a stack with a topic, a function and a bucket. */
function resolved(value: unknown): unknown {
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Fn1: { Type: 'AWS::Lambda::Function' },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    Subject: { Type: 'AWS::SQS::Queue', Properties: { value } },
  };
  const Parameters = { Version: { Default: '/cdk/version' }, Bare: {} };
  const assembly = new Assembly(write({ S: { Resources, Parameters } }));
  return assembly.ofType('AWS::SQS::Queue')[0]!.properties.value;
}

const topic = 'arn:aws:sns:us-east-1:000000000000:S-Topic';

test.each([
  [{ Ref: 'Topic' }, topic],
  [{ Ref: 'Fn1' }, 'S-Fn1'],
  [{ Ref: 'Bucket' }, 's-bucket'],
  [{ Ref: 'AWS::Region' }, 'us-east-1'],
  [{ Ref: 'AWS::AccountId' }, '000000000000'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  [{ Ref: 'AWS::StackName' }, 'S'],
  [{ Ref: 'Version' }, '/cdk/version'],
  [['a', { Ref: 'AWS::NoValue' }], ['a']],
  [{ 'Fn::GetAtt': ['Fn1', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:S-Fn1'],
  [{ 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::s-bucket'],
  [{ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'root'],
  [{ 'Fn::GetAtt': ['Subject', 'QueueName'] }, 'S-Subject'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Fn1' }]] }, 'a-S-Fn1'],
  [
    { 'Fn::Sub': '$' + '{Fn1}@$' + '{Fn1.Arn}@$' + '{AWS::Region}' },
    'S-Fn1@arn:aws:lambda:us-east-1:000000000000:function:S-Fn1@us-east-1',
  ],
  [{ 'Fn::Sub': ['$' + '{x}-$' + '{!y}', { x: { Ref: 'Fn1' } }] }, 'S-Fn1-$' + '{y}'],
  [{ 'Fn::Select': ['1', ['a', { Ref: 'Fn1' }]] }, 'S-Fn1'],
  [{ 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Topic' }] }] }, 'S-Topic'],
  [{ deep: [{ er: { Ref: 'Fn1' } }] }, { deep: [{ er: 'S-Fn1' }] }],
])('%j is %j', (value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test.each([
  [{ 'Fn::If': ['c', 1, 2] }, 'Subject of S uses Fn::If, which the local runner does not know'],
  [{ 'Fn::FindInMap': ['a', 'b', 'c'] }, 'Subject of S uses Fn::FindInMap'],
  [{ 'Fn::Base64': 'x' }, 'Subject of S uses Fn::Base64'],
  [
    { 'Fn::GetAtt': ['Topic', 'TopicName'] },
    'Subject of S uses TopicName of Topic, which the local runner does not know',
  ],
  [{ 'Fn::GetAtt': ['Nothing', 'Arn'] }, 'Subject of S refers to Nothing, which is not there'],
  [{ Ref: 'Nothing' }, 'Subject of S refers to Nothing, which is not there'],
  [{ Ref: 'Bare' }, 'Subject of S refers to Bare, which is not there'],
  [{ 'Fn::ImportValue': 'Nothing' }, 'Subject of S imports Nothing, which no stack before it exports'],
])('%j is refused with the logical id', (value, message) => {
  expect(() => resolved(value)).toThrow(message);
});

test('a resource that cannot be run, or that hangs on a condition, is refused with the logical id', () => {
  const refused = (resource: object) => () => new Assembly(write({ S: { Resources: { Odd: resource } } }));
  expect(refused({ Type: 'AWS::Batch::JobQueue' })).toThrow('S has a AWS::Batch::JobQueue (Odd)');
  expect(refused({ Type: 'AWS::SNS::Topic', Condition: 'Maybe' })).toThrow(
    'Odd of S has the Condition Maybe',
  );
});

test('a folder without an assembly is said to be none', () => {
  expect(() => new Assembly(folder)).toThrow(
    `there is no cloud assembly at ${folder}: make one with \`cdk synth\``,
  );
});

test('exports of a stack reach those that depend on it, whatever the order in the manifest', () => {
  const assembly = new Assembly(
    write({
      Late: {
        dependencies: ['Early', 'Late.assets'],
        Resources: {
          Q: { Type: 'AWS::SQS::Queue', Properties: { value: { 'Fn::ImportValue': 'the-topic' } } },
        },
      },
      Early: {
        Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
        Outputs: { Out: { Value: { Ref: 'Topic' }, Export: { Name: 'the-topic' } } },
      },
    }),
  );
  expect(assembly.ofType('AWS::SQS::Queue')[0]!.properties.value).toBe(topic.replace('S-', 'Early-'));
  expect(assembly.outputs.Early).toEqual({ Out: topic.replace('S-', 'Early-') });
});

test('buckets are folders: only their own URIs are rewritten, and assets lie in them', () => {
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'asset.csv'), 'a,b\n');
  const out = join(folder, 'out');
  const Resources = {
    Data: { Type: 'AWS::S3::Bucket' },
    DataLogs: { Type: 'AWS::S3::Bucket' },
    Q: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        own: { 'Fn::Join': ['', ['s3://', { Ref: 'Data' }, '/x/y.json']] },
        longer: { 'Fn::Join': ['', ['s3://', { Ref: 'DataLogs' }]] },
        asset: { 'Fn::Sub': 's3://assets-$' + '{AWS::AccountId}/key.csv' },
        foreign: 's3://somebody-else/s-data',
        several: '["s3://s-data/a","s3://s-data/b"]',
      },
    },
  };
  const files = {
    one: {
      source: { path: 'asset.csv', packaging: 'file' },
      destinations: { current: { bucketName: 'assets-$' + '{AWS::AccountId}', objectKey: 'key.csv' } },
    },
  };
  const assembly = readWithBuckets(write({ S: { Resources, files } }), out);
  const url = pathToFileURL(out).href;
  const { properties } = assembly.ofType('AWS::SQS::Queue')[0]!;
  expect(properties).toEqual({
    own: `${url}/s-data/x/y.json`,
    longer: `${url}/s-datalogs`,
    asset: `${url}/assets-000000000000/key.csv`,
    foreign: 's3://somebody-else/s-data',
    several: `["${url}/s-data/a","${url}/s-data/b"]`,
  });
  expect(readFileSync(fileURLToPath(String(properties.asset)), 'utf8')).toBe('a,b\n');
});

test.each([
  [
    'AWS::StepFunctions::StateMachine',
    { DefinitionString: '{"StartAt":"A","QueryLanguage":"JSONata","States":{"A":{"Type":"Parallel"}}}' },
    'arn:aws:states:us-east-1:000000000000:stateMachine:S-Odd cannot be run on this machine: state A is a Parallel',
  ],
  ['AWS::Events::Rule', { ScheduleExpression: 'cron(0 9 * * * *)' }, 'the rule Odd of S cannot be run'],
  ['AWS::CloudWatch::Alarm', { EvaluationPeriods: 2 }, 'the alarm Odd of S cannot be watched'],
])('an app with a %s that cannot be run is refused before anything starts', (Type, Properties, message) => {
  const assembly = write({ S: { Resources: { Odd: { Type, Properties } } } });
  expect(() => checkLocal(assembly)).toThrow(message);
});
