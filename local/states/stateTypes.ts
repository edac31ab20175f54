import type { Execution } from './Execution.ts';
import { iterate } from './iterate.ts';
import { StateError } from './StateError.ts';
import { checkSize, inside, leave, milliseconds, pause, type Step, type Visit } from './Visit.ts';

type Carrier = (visit: Visit, execution: Execution) => Promise<Step>;

/** How each type of state is carried out. */
export const stateTypes: Readonly<Record<string, Carrier>> = {
  Pass: (visit) => leave(visit),
  Succeed: (visit) => leave(visit),
  Wait: async (visit) => {
    await pause(await number(visit, 'Seconds'), visit.signal);
    return leave(visit);
  },
  Choice: async (visit) => {
    const { Choices = [], Default } = visit.state;
    for (const rule of Choices) {
      const holds = await inside(visit, rule.Condition);
      if (typeof holds !== 'boolean')
        throw new StateError(
          'States.QueryEvaluationError',
          `the condition ${rule.Condition} gives ${JSON.stringify(holds)}, not true or false`,
        );
      if (holds) return leave(visit, rule);
    }
    if (Default === undefined)
      throw new StateError('States.NoChoiceMatched', 'no choice matched and there is no default');
    return leave(visit, { ...visit.state, Next: Default });
  },
  Fail: async (visit) => {
    const text = async (value: unknown) => (value === undefined ? '' : String(await inside(visit, value)));
    throw new StateError(await text(visit.state.Error), await text(visit.state.Cause));
  },
  Task: async (visit, execution) => {
    const { state, input } = visit;
    const argument = state.Arguments === undefined ? input : await inside(visit, state.Arguments);
    checkSize('the argument', argument);
    const result = await attempt(visit, argument, execution);
    checkSize('the result', result);
    return leave(visit, state, { result });
  },
  Map: async (visit, execution) => leave(visit, visit.state, { result: await iterate(visit, execution) }),
};

/** One call of a task's resource, as the history tells it. */
async function attempt(visit: Visit, argument: unknown, execution: Execution): Promise<unknown> {
  const { state, trail, signal } = visit;
  const resource = state.Resource!;
  const seconds = state.TimeoutSeconds === undefined ? undefined : await number(visit, 'TimeoutSeconds');
  execution.record('TaskScheduled', { resource }, trail);
  execution.record('TaskStarted', { resource }, trail);
  try {
    const result = await limited(execution.task(resource, argument), seconds, signal);
    execution.record('TaskSucceeded', { resource }, trail);
    return result;
  } catch (thrown) {
    const { error, cause } = StateError.from(thrown);
    if (!signal.aborted)
      execution.record(
        error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed',
        { resource, error, cause },
        trail,
      );
    throw thrown;
  }
}

/** Gives up on a task when its time is over or its path is stopped; the function behind it goes on, as on AWS. */
function limited<Result>(
  work: Promise<Result>,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    const late = () => reject(new StateError('States.Timeout', `the task took longer than ${seconds} s`));
    const timer = seconds === undefined ? undefined : setTimeout(late, milliseconds(seconds));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
  });
}

async function number(visit: Visit, field: 'Seconds' | 'TimeoutSeconds'): Promise<number> {
  const value = await inside(visit, visit.state[field]);
  if (typeof value === 'number' && value >= 0) return value;
  throw new StateError(
    'States.QueryEvaluationError',
    `${field} must be a number of seconds, not ${JSON.stringify(value)}`,
  );
}
