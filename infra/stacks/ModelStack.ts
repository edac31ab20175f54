import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { stageDuckdbLayer } from '../../layers/native/duckdb.ts';
import type { Config } from '../config.ts';
import { BatchScoring } from '../constructs/BatchScoring.ts';
import { ModelAssets } from '../constructs/ModelAssets.ts';
import { ModelMonitor } from '../constructs/ModelMonitor.ts';
import { ModelPipeline } from '../constructs/ModelPipeline.ts';
import type { ModelFolder } from '../models.ts';
import type { DataStack } from './DataStack.ts';

export interface ModelStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly model: ModelFolder;
}

/** One model: its training pipeline, batch scoring, monitor and alarms. */
export class ModelStack extends Stack {
  readonly assets: ModelAssets;
  readonly pipeline: ModelPipeline;
  readonly batch: BatchScoring;
  readonly monitor: ModelMonitor;

  constructor(scope: Construct, id: string, { config, data, model, ...props }: ModelStackProps) {
    const { spec } = model;
    super(scope, id, { ...props, description: `Millrace: the model ${spec.name}` });
    const topic = new Topic(this, 'Notifications', {
      displayName: `Millrace ${spec.name}`,
      enforceSSL: true,
    });
    if (config.alarmEmail) topic.addSubscription(new EmailSubscription(config.alarmEmail));
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const duckdb = new LayerVersion(this, 'DuckDB', {
      code: Code.fromAsset(stageDuckdbLayer(config.layerPlatform)),
      description: 'DuckDB with its native binding',
    });
    this.assets = new ModelAssets(this, 'Files', model, config.batchBuckets);
    const common = { config, data, spec, assets: this.assets, duckdb, topic, deadLetters };
    this.pipeline = new ModelPipeline(this, 'Pipeline', common);
    this.batch = new BatchScoring(this, 'Batch', common);
    this.monitor = new ModelMonitor(this, 'Watch', { ...common, pipeline: this.pipeline.machine });

    const outputs = {
      PipelineArn: this.pipeline.machine.stateMachineArn,
      BatchArn: this.batch.machine.stateMachineArn,
      TopicArn: topic.topicArn,
      DriftAlarmName: this.monitor.drift.alarmName,
      DecayAlarmName: this.monitor.decay.alarmName,
      MonitorName: this.monitor.function.lambda.functionName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
