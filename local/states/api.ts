import type { HistoryEvent } from './Execution.ts';
import type { ExecutionRecord } from './ExecutionStore.ts';
import { StateError } from './StateError.ts';
import type { StateMachines } from './StateMachines.ts';

type Body = Record<string, unknown>;
type Action = (machines: StateMachines, body: Body) => unknown;

const text = (value: unknown): string => String(value);
const seconds = (milliseconds: number): number => milliseconds / 1000;

/** The actions of AWS Step Functions' API that people and programs use of it. */
const actions: Readonly<Record<string, Action>> = {
  StartExecution: (machines, { stateMachineArn, input = '{}', name }) => {
    const { executionArn, startDate } = machines.start(
      text(stateMachineArn),
      text(input),
      ...(name === undefined ? [] : [text(name)]),
    );
    return { executionArn, startDate: seconds(startDate) };
  },
  DescribeExecution: (machines, { executionArn }) => summary(machines.describe(text(executionArn))),
  ListExecutions: (machines, { stateMachineArn, maxResults = 100 }) => ({
    executions: machines.list(text(stateMachineArn)).slice(0, Number(maxResults)).map(summary),
  }),
  StopExecution: (machines, { executionArn, error, cause }) => {
    machines.stop(text(executionArn), ...([error, cause].filter((one) => one !== undefined) as string[]));
    return { stopDate: seconds(Date.now()) };
  },
  ListStateMachines: (machines) => ({
    stateMachines: machines.arns.map((stateMachineArn) => ({
      stateMachineArn,
      name: stateMachineArn.split(':').at(-1),
      type: 'STANDARD',
      creationDate: 0,
    })),
  }),
  GetExecutionHistory: (machines, { executionArn, reverseOrder = false, maxResults = 1000, nextToken }) => {
    const all = machines.history(text(executionArn));
    const ordered = reverseOrder === true ? [...all].reverse() : all;
    const from = Number(nextToken ?? 0);
    const events = ordered.slice(from, from + Number(maxResults));
    const end = from + events.length;
    return { events: events.map(toEvent), ...(end < all.length && { nextToken: String(end) }) };
  },
};

/** Answers a request of the AWS JSON 1.0 protocol. @param target `AWSStepFunctions.<action>` */
export function answer(
  machines: StateMachines,
  target: string,
  body: Body,
): { status: number; body: unknown } {
  const action = actions[target.split('.')[1] ?? ''];
  if (!action)
    return {
      status: 400,
      body: { __type: 'UnknownOperationException', message: `the local runner does not do ${target}` },
    };
  try {
    return { status: 200, body: action(machines, body) };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { status: 400, body: { __type: error.error, message: error.cause } };
  }
}

function summary({ announced: _, startDate, stopDate, ...record }: ExecutionRecord): Body {
  return {
    ...record,
    startDate: seconds(startDate),
    ...(stopDate !== undefined && { stopDate: seconds(stopDate) }),
  };
}

/** Where AWS puts the details of an event, by its type. */
function toEvent({ id, previous, type, timestamp, details }: HistoryEvent): Body {
  const family = type.endsWith('StateEntered')
    ? 'stateEntered'
    : type.endsWith('StateExited')
      ? 'stateExited'
      : `${type[0]!.toLowerCase()}${type.slice(1)}`;
  return {
    id,
    previousEventId: previous,
    type,
    timestamp: seconds(timestamp),
    [`${family}EventDetails`]: details,
  };
}
