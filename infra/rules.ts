import { type App, Validations } from 'aws-cdk-lib';
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
  const acknowledge = (scope: IConstruct, id: string, reason: string) => Validations.of(scope).acknowledge({ id, reason });

  for (const stack of [data, serving, ...models]) {
    acknowledge(stack, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray and log delivery have no resource-level permissions');
    acknowledge(
      stack,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      "the managed policy is exactly a function's right to write its own logs",
    );
    acknowledge(stack, 'AwsSolutions-IAM5', 'every object of the one artifact bucket: keys are made at run time');
  }
  acknowledge(
    serving,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    "API Gateway's account-wide role for writing logs",
  );
  acknowledge(serving, 'AwsSolutions-APIG2', 'bodies are validated by the functions, which can say what to mend');
  acknowledge(serving, 'AwsSolutions-APIG3', 'a web application firewall costs more than the rest: the operator may add one');
  acknowledge(serving, 'AwsSolutions-APIG4', 'prediction routes take an API key, tracking routes IAM; /ping is open');
  acknowledge(serving, 'AwsSolutions-COG4', 'callers are machines with keys or IAM: there is no user pool');
}
