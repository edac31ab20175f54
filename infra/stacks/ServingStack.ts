import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { PredictionApi } from '../constructs/PredictionApi.ts';
import type { DataStack } from './DataStack.ts';

export interface ServingStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
}

/** The API that every model is served by. */
export class ServingStack extends Stack {
  constructor(scope: Construct, id: string, { config, data, ...props }: ServingStackProps) {
    super(scope, id, { ...props, description: 'Millrace: the prediction, tracking and registry API' });
    const { api, key } = new PredictionApi(this, 'Prediction', { config, data });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
    new CfnOutput(this, 'ApiKeyId', { value: key.keyId });
  }
}
