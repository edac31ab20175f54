import { Duration } from 'aws-cdk-lib';
import type { IChainable, INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import { TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { MillraceFunction, type MillraceFunctionProps } from './MillraceFunction.ts';

/** What heals by itself: throttling, timeouts, a service or a function's process that died. */
const healing = [
  'Transient',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  'States.Timeout',
];

export interface PipelineStepProps extends MillraceFunctionProps {
  /** Event of the step; JSONata in `{% %}`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Variables kept from the result, which is `$states.result.Payload`. */
  readonly assign?: Readonly<Record<string, string>>;
}

/** One state with the function behind it: retried for what can heal, caught for the rest. */
export class PipelineStep extends Construct {
  readonly function: MillraceFunction;
  readonly state: LambdaInvoke;

  constructor(scope: Construct, id: string, props: PipelineStepProps) {
    super(scope, id);
    this.function = new MillraceFunction(this, 'Step', props);
    this.state = LambdaInvoke.jsonata(this, 'State', {
      stateName: id,
      lambdaFunction: this.function.lambda,
      payload: TaskInput.fromObject({ ...props.payload }),
      outputs: '{% $states.result.Payload %}',
      ...(props.assign && { assign: { ...props.assign } }),
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(props.timeout.plus(Duration.seconds(10))),
    });
    this.state.addRetry({ errors: healing, interval: Duration.seconds(1), maxAttempts: 3, backoffRate: 2 });
  }

  /** Sends every error that did not heal to a state, which gets `Error` and `Cause`. */
  catchTo(handler: IChainable): this {
    this.state.addCatch(handler, { errors: ['States.ALL'], outputs: '{% $states.errorOutput %}' });
    return this;
  }

  next(step: PipelineStep | (IChainable & State & INextable)): typeof step {
    this.state.next(step instanceof PipelineStep ? step.state : step);
    return step;
  }
}
