import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Fail, type IChainable, type StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { DataStack } from '../stacks/DataStack.ts';
import { PipelineStep } from './PipelineStep.ts';

export interface FailurePathProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly model: string;
  readonly topic: ITopic;
  readonly deadLetters: IQueue;
}

/** What happens to an execution that fails: the run is marked FAILED with the reason, people are told. */
export class FailurePath extends Construct {
  /** First state of the path, for every step's Catch. */
  readonly start: IChainable;
  private readonly step: PipelineStep;
  private readonly props: FailurePathProps;

  constructor(scope: Construct, id: string, props: FailurePathProps) {
    super(scope, id);
    this.props = props;
    this.step = new PipelineStep(this, 'MarkFailed', {
      config: props.config,
      data: props.data,
      name: 'fail',
      memory: props.config.memory.control,
      timeout: Duration.seconds(30),
      artifacts: 'read',
      deadLetters: props.deadLetters,
      payload: {
        model: props.model,
        run: '{% $run %}',
        error: '{% $states.input.Error %}',
        cause: '{% $exists($states.input.Cause) ? $states.input.Cause : "" %}',
      },
    });
    const notify = SnsPublish.jsonata(this, 'Notify', {
      topic: props.topic,
      subject: `Millrace: ${props.model} failed`,
      message: TaskInput.fromText('{% $states.input.reason %}'),
      outputs: '{% $states.input %}',
    });
    const fail = Fail.jsonata(this, 'Failed', {
      error: '{% $states.input.error %}',
      cause: '{% $states.input.reason %}',
    });
    this.step.state.next(notify).next(fail);
    this.start = this.step.state;
  }

  /** An aborted or timed-out execution runs no Catch: its event does what the Catch would have done. */
  watch(machine: StateMachine): void {
    const { model, deadLetters } = this.props;
    new Rule(this, 'Ended', {
      description: `Executions of ${model} that ended without their Catch`,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['ABORTED', 'TIMED_OUT'], stateMachineArn: [machine.stateMachineArn] },
      },
      targets: [
        new LambdaFunction(this.step.function.lambda, {
          deadLetterQueue: deadLetters,
          event: RuleTargetInput.fromObject({
            model,
            run: {
              execution: EventField.fromPath('$.detail.executionArn'),
              startedAt: EventField.time,
              trigger: 'unknown',
            },
            error: EventField.fromPath('$.detail.status'),
            cause: EventField.fromPath('$.detail.cause'),
          }),
        }),
      ],
    });
  }
}
