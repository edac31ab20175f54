import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  type ApiKey,
  AuthorizationType,
  EndpointType,
  type IRestApi,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { DataStack } from '../stacks/DataStack.ts';
import { MillraceFunction, requestTimeout } from './MillraceFunction.ts';

export interface PredictionApiProps {
  readonly config: Config;
  readonly data: DataStack;
}

/** The REST API: predictions and feedback behind an API key, tracking and registry behind IAM. */
export class PredictionApi extends Construct {
  readonly api: RestApi;
  readonly key: ApiKey;

  constructor(scope: Construct, id: string, props: PredictionApiProps) {
    super(scope, id);
    const { config } = props;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: config.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: 'millrace',
      description: 'Millrace: predictions, feedback, tracking and registry',
      endpointTypes: [EndpointType.REGIONAL],
      // Artifacts are bytes, and clients ask for them with any type or none.
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: 'prod',
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    this.routes(props);
    this.key = this.api.addApiKey('Key', { description: 'Calls the prediction routes' }) as ApiKey;
    this.api
      .addUsagePlan('UsagePlan', {
        description: 'Limits of the prediction routes',
        throttle: { rateLimit: config.throttle.rate, burstLimit: config.throttle.burst },
        // RestApi declares `url` and others as optional and undefined, which exactOptionalPropertyTypes tells apart.
        apiStages: [{ api: this.api as unknown as IRestApi, stage: this.api.deploymentStage }],
      })
      .addApiKey(this.key);
  }

  private routes({ config, data }: PredictionApiProps): void {
    const common = { config, data, timeout: requestTimeout };
    const predict = new MillraceFunction(this, 'Predict', {
      ...common,
      name: 'predict',
      memory: config.memory.serving,
      artifacts: 'read',
    });
    const tracking = new MillraceFunction(this, 'Tracking', {
      ...common,
      name: 'tracking',
      memory: config.memory.control,
    });
    const options = { timeout: Duration.seconds(29) };
    const predictions = new LambdaIntegration(predict.lambda, options);
    this.api.root.addResource('ping').addMethod('GET', predictions);
    this.api.root
      .addResource('v1')
      .addResource('{proxy+}')
      .addMethod('ANY', predictions, { apiKeyRequired: true });
    this.trackingRoutes(new LambdaIntegration(tracking.lambda, options));
    // Artifacts that clients delete; nothing else that lies in the bucket.
    tracking.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObject'],
        resources: [data.bucket.arnForObjects('mlflow/*')],
      }),
    );
  }

  /** What MLflow's client and page call, for `default` and, below `/w`, for each workspace. */
  private trackingRoutes(tracking: LambdaIntegration): void {
    const authorized = { authorizationType: AuthorizationType.IAM };
    for (const folder of ['api', 'ajax-api', 'w', 'model-versions'])
      this.api.root.addResource(folder).addResource('{proxy+}').addMethod('ANY', tracking, authorized);
    this.api.root.addResource('get-artifact').addMethod('GET', tracking, authorized);
    for (const open of ['health', 'version']) this.api.root.addResource(open).addMethod('GET', tracking);
  }
}
