import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type LayerVersion,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames } from '../../layers/contracts/environment.ts';
import { codeHash, functionsDirectory } from '../build.ts';
import type { Config } from '../config.ts';
import type { DataStack } from '../stacks/DataStack.ts';

export interface MillraceFunctionProps {
  readonly config: Config;
  readonly data: DataStack;
  /** Folder of the function under `functions/`. */
  readonly name: string;
  /** MB. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly layers?: readonly LayerVersion[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it may do with the table. @default 'read-write' */
  readonly table?: 'read' | 'read-write' | 'none';
  /** What it may do with the artifacts. @default 'read-write' */
  readonly artifacts?: 'read' | 'read-write';
  /** Keeps events of asynchronous invocations that failed for good; for functions that rules start. */
  readonly deadLetters?: IQueue;
}

/** One bundled function with its log group, tracing and the least access that it needs. */
export class MillraceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: MillraceFunctionProps) {
    super(scope, id);
    const { config, data, name } = props;
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: config.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(`${functionsDirectory}/${name}`),
      memorySize: props.memory,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup: new LogGroup(this, 'Logs', {
        retention: config.logRetention,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      layers: [...(props.layers ?? [])],
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
      environment: {
        [environmentNames.table]: data.table.tableName,
        [environmentNames.artifacts]: data.artifactsUri,
        [environmentNames.code]: codeHash(name),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Millrace',
        NODE_OPTIONS: '--enable-source-maps',
        ...props.environment,
      },
    });
    this.grantTable(props);
    this.grantArtifacts(props);
  }

  private grantTable({ data, table = 'read-write' }: MillraceFunctionProps): void {
    if (table === 'none') return;
    const reads = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
    const writes = [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
    ];
    const actions = table === 'read' ? reads : [...reads, ...writes];
    const resources = [data.table.tableArn, `${data.table.tableArn}/index/gsi1`];
    this.lambda.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }

  private grantArtifacts({ data, artifacts = 'read-write' }: MillraceFunctionProps): void {
    const write = artifacts === 'read-write' ? ['s3:PutObject', 's3:AbortMultipartUpload'] : [];
    this.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', ...write],
        resources: [data.bucket.arnForObjects('*')],
      }),
    );
    this.lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [data.bucket.bucketArn] }),
    );
  }
}

/** Timeout of a function behind the REST API, which itself gives up after 29 s. */
export const requestTimeout: Duration = Duration.seconds(28);
