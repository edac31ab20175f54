import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

/** Starts the training pipeline under a name; nothing happens when that name was started before. */
export async function startPipeline(
  stateMachineArn: string,
  name: string,
  client = new SFNClient({}),
): Promise<void> {
  const input = JSON.stringify({ trigger: 'drift' });
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
