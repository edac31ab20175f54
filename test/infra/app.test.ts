import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import validate from 'asl-validator';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { cdkContext, createApp } from '../../infra/app.ts';
import { definitionText } from './definitionText.ts';

type Resources = Record<
  string,
  { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string }
>;

describe('the app', () => {
  let app: App;
  let templates: Record<string, Template>;
  let outdir: string;

  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
    app = createApp(new App({ outdir, context: cdkContext() }));
    const assembly = app.synth();
    templates = Object.fromEntries(
      assembly.stacks.map((stack) => [
        stack.stackName,
        Template.fromJSON(JSON.parse(readFileSync(stack.templateFullPath, 'utf8'))),
      ]),
    );
  }, 120_000);

  const all = (): [string, Resources][] =>
    Object.entries(templates).map(([name, template]) => [name, template.toJSON().Resources as Resources]);
  const ofType = (type: string) =>
    all().flatMap(([stack, resources]) =>
      Object.entries(resources).flatMap(([id, resource]) =>
        resource.Type === type ? [{ stack, id, ...resource }] : [],
      ),
    );

  it('has a stack for the data, one for serving and one for each model folder', () => {
    expect(Object.keys(templates)).toEqual(
      expect.arrayContaining([
        'Millrace-Data',
        'Millrace-Serving',
        'Millrace-Model-housing',
        'Millrace-Model-ad-clicks',
      ]),
    );
  });

  it('retains data that is versioned, encrypted, private and reached by TLS only', () => {
    const buckets = ofType('AWS::S3::Bucket');
    expect(buckets).not.toHaveLength(0);
    for (const { Properties, DeletionPolicy } of buckets) {
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: expect.anything(),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    }
    templates['Millrace-Data']!.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
    templates['Millrace-Data']!.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  it('has no custom resources, which emulators do not run', () => {
    const custom = all()
      .flatMap(([, resources]) => Object.values(resources).map(({ Type }) => Type))
      .filter((type) => /^Custom::|CustomResource/.test(type));
    expect(custom).toEqual([]);
  });

  it('asks for a key on prediction routes and for IAM on tracking routes', () => {
    const methods = ofType('AWS::ApiGateway::Method').map(({ Properties }) => [
      Properties.HttpMethod,
      Properties.ApiKeyRequired ?? false,
      Properties.AuthorizationType,
    ]);
    const sorted = methods.map((one) => one.join(' ')).sort();
    expect(sorted).toEqual([
      ...Array(4).fill('ANY false AWS_IAM'), // api, ajax-api, w, model-versions
      'ANY true NONE', // v1
      'GET false AWS_IAM', // get-artifact
      ...Array(3).fill('GET false NONE'), // ping, health, version
    ]);
    templates['Millrace-Serving']!.hasResourceProperties('AWS::ApiGateway::RestApi', {
      BinaryMediaTypes: ['*/*'],
    });
    templates['Millrace-Serving']!.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Throttle: { RateLimit: Match.anyValue(), BurstLimit: Match.anyValue() },
    });
    templates['Millrace-Serving']!.hasResourceProperties('AWS::ApiGateway::Stage', {
      AccessLogSetting: Match.anyValue(),
      TracingEnabled: true,
    });
  });

  it('traces every function, keeps its logs for a while and tags everything for cost', () => {
    for (const { Properties, id } of ofType('AWS::Lambda::Function')) {
      expect(Properties, id).toMatchObject({
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: expect.anything() },
        Runtime: 'nodejs24.x',
      });
      expect(Properties.Tags, id).toEqual(expect.arrayContaining([{ Key: 'app', Value: 'millrace' }]));
    }
    for (const { Properties, id } of ofType('AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays, id).toBe(30);
  });

  it('gives no role more than the actions it names', () => {
    for (const { Properties, id } of ofType('AWS::IAM::Policy')) {
      const { Statement } = Properties.PolicyDocument as { Statement: { Action: string | string[] }[] };
      for (const action of Statement.flatMap((one) => one.Action))
        expect(action, id).not.toMatch(/^(\*|s3:\*|dynamodb:\*|s3:Get\*)$/);
    }
  });

  it('keeps what an event could not deliver', () => {
    for (const { Properties, id } of ofType('AWS::Events::Rule')) {
      for (const target of Properties.Targets as { DeadLetterConfig?: unknown }[])
        expect(target.DeadLetterConfig, id).toBeDefined();
    }
    const started = ofType('AWS::Events::Rule').flatMap(({ stack, Properties }) =>
      (Properties.Targets as { Arn: { 'Fn::GetAtt'?: [string, string] } }[]).flatMap(({ Arn }) =>
        Arn['Fn::GetAtt'] ? [`${stack}/${Arn['Fn::GetAtt'][0]}`] : [],
      ),
    );
    expect(started).not.toHaveLength(0);
    for (const { stack, id, Properties } of ofType('AWS::Lambda::Function')) {
      const kept = started.includes(`${stack}/${id}`);
      expect(Properties.DeadLetterConfig !== undefined, `${stack}/${id}`).toBe(kept);
    }
  });

  it('writes state machines that are valid, in JSONata, with every error caught', () => {
    const machines = ofType('AWS::StepFunctions::StateMachine');
    expect(machines).toHaveLength(2 * (Object.keys(templates).length - 2));
    for (const { id, Properties } of machines) {
      const definition = JSON.parse(definitionText(Properties.DefinitionString)) as {
        QueryLanguage: string;
        States: Record<string, { Type: string; Catch?: unknown }>;
      };
      const { isValid, errorsText } = validate(definition as never);
      expect(isValid, `${id}: ${errorsText('\n')}`).toBe(true);
      expect(definition.QueryLanguage).toBe('JSONata');
      const uncaught = Object.entries(definition.States).filter(
        ([name, { Type, Catch }]) => Type === 'Task' && !Catch && !/MarkFailed|Notify|State$/.test(name),
      );
      expect(uncaught.map(([name]) => name)).toEqual([]);
    }
  });

  it('raises six alarms for each model, within the ten that cost nothing', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(6 * (Object.keys(templates).length - 2));
    for (const { Properties, id } of alarms) expect(Properties.AlarmActions, id).toHaveLength(1);
  });
});
