import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Driver, modelStack, type Outputs, outputOf } from './driver.ts';

/** The part of a driver that speaks to Step Functions, which every target answers for at its own endpoint. */
export function executionsOf(
  sfn: SFNClient,
  outputs: Outputs,
): Pick<Driver, 'startPipeline' | 'startBatch' | 'waitFor'> {
  const start = async (machine: string, input: unknown): Promise<string> => {
    const command = new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input) });
    const { executionArn } = await sfn.send(command);
    if (!executionArn) throw new TypeError(`StartExecution of ${machine} answered without an ARN`);
    return executionArn;
  };
  return {
    startPipeline: (model, input = {}) => start(outputOf(outputs, modelStack(model), 'PipelineArn'), input),
    startBatch: (model, batch) => start(outputOf(outputs, modelStack(model), 'BatchArn'), batch),
    async waitFor(execution) {
      for (;;) {
        const { status, output, error, cause } = await sfn.send(
          new DescribeExecutionCommand({ executionArn: execution }),
        );
        if (status !== 'RUNNING' && status !== 'PENDING_REDRIVE' && status !== undefined) {
          return {
            status,
            ...(output !== undefined && { output: JSON.parse(output) as unknown }),
            ...(error !== undefined && { error }),
            ...(cause !== undefined && { cause }),
          };
        }
        await sleep(100);
      }
    },
  };
}

/** Waits for an execution and returns its result. @throws Error with the reason when it did not succeed */
export async function resultOf(driver: Driver, execution: string): Promise<unknown> {
  const { status, output, error, cause } = await driver.waitFor(execution);
  if (status !== 'SUCCEEDED')
    throw new Error(`${execution} ended as ${status}: ${error ?? 'no error'}: ${cause ?? 'no cause'}`);
  return output;
}
