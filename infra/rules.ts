import { type App, Stack, Token, Validations } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachine, DistributedMap } from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { DataStack } from './stacks/DataStack.ts';
import type { ModelStack } from './stacks/ModelStack.ts';
import type { ServingStack } from './stacks/ServingStack.ts';

interface Stacks {
  readonly data: DataStack;
  readonly serving: ServingStack;
  readonly models: readonly ModelStack[];
}

/** cdk-nag's AWS Solutions rules hold for every stack, but for these, each with its reason. */
export function acknowledgeFindings(app: App, { data, serving, models }: Stacks): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const stack of [data, serving, ...models]) {
    acknowledge(
      stack,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray and log delivery have no resource-level permissions',
    );
    acknowledge(
      stack,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      "the managed policy is exactly a function's right to write its own logs",
    );
    acknowledge(
      stack,
      `AwsSolutions-IAM5[Resource::${exportedArn(data)}/*]`,
      'objects of the one artifact bucket: their keys are made at run time',
    );
  }
  for (const stack of models) acknowledgeModel(stack);
  acknowledge(
    serving,
    `AwsSolutions-IAM5[Resource::${exportedArn(data)}/mlflow/*]`,
    'artifacts that clients log: their keys are made at run time',
  );
  acknowledge(
    serving,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    "API Gateway's account-wide role for writing logs",
  );
  acknowledge(
    serving,
    'AwsSolutions-APIG2',
    'bodies are validated by the functions, which can say what to mend',
  );
  acknowledge(
    serving,
    'AwsSolutions-APIG3',
    'a web application firewall costs more than the rest: the operator may add one',
  );
  acknowledge(
    serving,
    'AwsSolutions-APIG4',
    'prediction routes take an API key, tracking routes IAM; /ping, /health and /version are open',
  );
  acknowledge(serving, 'AwsSolutions-COG4', 'callers are machines with keys or IAM: there is no user pool');
}

function acknowledgeModel(stack: ModelStack): void {
  for (const { bucket, keys } of [...stack.assets.read, ...stack.assets.written]) {
    acknowledge(
      stack,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${bucket}/${keys}]`,
      'data in a bucket that the spec or millrace:batchBuckets names',
    );
  }
  for (const child of stack.node.findAll()) {
    if (child instanceof CfnFunction) {
      acknowledge(
        stack,
        `AwsSolutions-IAM5[Resource::<${idOf(child)}.Arn>:*]`,
        "the CDK lets a state machine invoke a function's versions too",
      );
    }
    if (child instanceof CfnStateMachine) {
      const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${idOf(child)}"}]}]}`;
      for (const executions of [`${name}/*:*`, `${name}:*`]) {
        acknowledge(
          stack,
          `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:${shown(stack.region, 'Region')}:${shown(stack.account, 'AccountId')}:execution:${executions}]`,
          'a Distributed Map starts and describes executions of its own machine',
        );
      }
    }
    if (DistributedMap.isDistributedMap(child)) {
      acknowledge(
        child,
        'Annotation::@aws-cdk/aws-stepfunctions:propertyIgnored',
        'the CDK demands an execution type of the item processor, and then warns that it takes the one of the map',
      );
    }
    if (child instanceof CfnQueue)
      acknowledge(child, 'AwsSolutions-SQS3', 'it is the dead-letter queue of the others');
  }
}

/** How cdk-nag writes a region or account, which may be known only at deployment. */
function shown(value: string, parameter: string): string {
  return Token.isUnresolved(value) ? `<AWS::${parameter}>` : value;
}

function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

function idOf(resource: CfnFunction | CfnStateMachine): string {
  return Stack.of(resource).resolve(resource.logicalId) as string;
}

/** How other stacks refer to the bucket's ARN. */
function exportedArn(data: DataStack): string {
  const imported = data.exportValue(data.bucket.bucketArn);
  return (data.resolve(imported) as { 'Fn::ImportValue': string })['Fn::ImportValue'];
}
