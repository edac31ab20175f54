import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { environmentNames } from '../../layers/contracts/environment.ts';
import { MillraceFunction } from './MillraceFunction.ts';
import type { ModelPipelineProps } from './ModelPipeline.ts';

export interface ModelMonitorProps extends Omit<ModelPipelineProps, 'duckdb'> {
  readonly pipeline: StateMachine;
}

/** Compares what is served with what was trained, on a schedule, and raises the model's alarms. */
export class ModelMonitor extends Construct {
  readonly function: MillraceFunction;
  readonly drift: Alarm;
  readonly decay: Alarm;
  private readonly props: ModelMonitorProps;

  constructor(scope: Construct, id: string, props: ModelMonitorProps) {
    super(scope, id);
    this.props = props;
    const { config, data, spec, assets, pipeline, deadLetters } = props;
    this.function = new MillraceFunction(this, 'Monitor', {
      config,
      data,
      name: 'monitor',
      memory: config.memory.step,
      timeout: Duration.minutes(5),
      deadLetters,
      environment: {
        [environmentNames.model]: spec.name,
        MILLRACE_SPEC: assets.spec,
        MILLRACE_PIPELINE: pipeline.stateMachineArn,
      },
    });
    assets.grantRead(this.function.lambda);
    this.function.lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [pipeline.stateMachineArn] }),
    );
    new Rule(this, 'Schedule', {
      description: `Watches ${spec.name}`,
      schedule: Schedule.expression(spec.monitor.drift.every),
      targets: [
        new LambdaFunction(this.function.lambda, {
          event: RuleTargetInput.fromObject({ model: spec.name }),
          deadLetterQueue: deadLetters,
        }),
      ],
    });

    const period = periodOf(spec.monitor.drift.every);
    const own = (metricName: string, statistic: string, length: Duration) =>
      new Metric({
        namespace: 'Millrace',
        metricName,
        dimensionsMap: { Model: spec.name },
        statistic,
        period: length,
      });
    this.drift = this.alarm(
      'DataDrift',
      own('DataDrift', 'Maximum', period),
      spec.monitor.drift.share,
      'columns have drifted from the training data',
    );
    this.decay = this.alarm(
      'Decay',
      own('Decay', 'Maximum', period),
      spec.monitor.decay.tolerance,
      'predictions are worse than on the test set',
    );
    this.alarm('Errors', own('PredictionErrors', 'Sum', Duration.minutes(5)), 1, 'predictions fail');
    this.alarm(
      'Latency',
      own('PredictionLatency', 'p99', Duration.minutes(5)),
      1000,
      'predictions take longer than a second',
    );
    this.alarm(
      'FailedPipeline',
      pipeline.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      1,
      'the training pipeline failed',
    );
    this.alarm(
      'DeadLetters',
      deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      1,
      'an event was lost on its way: a schedule did not start, or the monitor failed',
    );
  }

  private alarm(id: string, metric: Metric, threshold: number, what: string): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.props.spec.name}: ${what}. See \`millrace drift ${this.props.spec.name}\` and the runbook in docs/architecture.md.`,
    });
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    alarm.addOkAction(new SnsAction(this.props.topic));
    return alarm;
  }
}

/** Period of an alarm on a metric that a schedule emits: one schedule long, at most a day. */
function periodOf(every: string): Duration {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(every);
  if (!match) return Duration.days(1);
  const seconds =
    Number(match[1]) * { minute: 60, hour: 3600, day: 86_400 }[match[2] as 'minute' | 'hour' | 'day'];
  return Duration.seconds(Math.min(seconds, 86_400));
}
