import type { Topics } from '../events/Topics.ts';
import type { Functions } from '../functions/Functions.ts';
import type { TaskRunner } from './Execution.ts';
import { StateError } from './StateError.ts';

type Argument = Readonly<Record<string, unknown>>;
type Integration = (argument: Argument, services: Services) => Promise<unknown>;

export interface Services {
  readonly functions: Functions;
  readonly topics: Topics;
}

/** The service integrations that state machines may use, by the end of their resource. */
const integrations: Readonly<Record<string, Integration>> = {
  'lambda:invoke': async ({ FunctionName, Payload }, { functions }) => {
    const invocation = await functions.invoke(String(FunctionName), Payload);
    if ('error' in invocation)
      throw new StateError(invocation.error.errorType, JSON.stringify(invocation.error));
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: invocation.result };
  },
  'sns:publish': async ({ TopicArn, Subject = '', Message }, { topics }) => ({
    MessageId: topics.publish(String(TopicArn), String(Subject), String(Message)),
  }),
};

/** True for a resource such as `arn:aws:states:::lambda:invoke` that can be carried out here. */
export function isIntegrated(resource: string): boolean {
  return integrationOf(resource) !== undefined;
}

/** Carries out tasks. The machines were checked: every resource is one of the table's. */
export function taskRunner(services: Services): TaskRunner {
  return (resource, argument) => integrationOf(resource)!(argument as Argument, services);
}

function integrationOf(resource: string): Integration | undefined {
  return integrations[/^arn:[^:]+:states:::(.+)$/.exec(resource)?.[1] ?? ''];
}
