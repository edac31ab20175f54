import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as settled } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer } from '../../../../local/states/api.ts';
import type { Definition, State } from '../../../../local/states/Definition.ts';
import { type ExecutionRecord, ExecutionStore } from '../../../../local/states/ExecutionStore.ts';
import { StateMachines } from '../../../../local/states/StateMachines.ts';
import { task } from './machine.ts';

const arn = 'arn:aws:states:us-east-1:1:stateMachine:m';
const forever = () => new Promise(() => {});

let folder: string;
let told: ExecutionRecord[];
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machines-'));
  told = [];
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Machines on the folder, as a process finds it; `taken` tells whether the ends are heard. */
function open(
  state: State,
  perform: (argument: unknown) => unknown = (argument) => argument,
  { taken = true, ...fields }: Partial<Definition> & { taken?: boolean } = {},
): StateMachines {
  const machines = new StateMachines({
    store: new ExecutionStore(folder, (line) => said.push(line)),
    task: async (_, argument) => perform(argument),
    does: () => true,
    changed: async (record) => {
      told.push(record);
      return taken;
    },
  });
  machines.add(arn, { StartAt: 'A', QueryLanguage: 'JSONata', States: { A: state }, ...fields });
  return machines;
}

/** Waits for what runs, and gives what became of one of it. */
async function ended(machines: StateMachines, executionArn: string): Promise<ExecutionRecord> {
  await machines.idle();
  return machines.describe(executionArn);
}
const statuses = () => told.map(({ status }) => status);

test('an execution is kept with its outcome and history, also for the next process', async () => {
  const machines = open(task({}));
  const { executionArn } = machines.start(arn, '{"a":1}', 'one');
  expect(executionArn).toBe('arn:aws:states:us-east-1:1:execution:m:one');
  expect(await ended(machines, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  expect(statuses()).toEqual(['RUNNING', 'SUCCEEDED']);
  const types = machines.history(executionArn).map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);

  const next = open(task({}));
  next.recover();
  expect(next.describe(executionArn)).toEqual(machines.describe(executionArn));
  expect(next.history(executionArn)).toEqual(machines.history(executionArn));
  expect(statuses()).toEqual(['RUNNING', 'SUCCEEDED']);
});

test('an execution that takes too long is timed out, in a task, a wait or a pause', async () => {
  const states: State[] = [
    task({}),
    { Type: 'Wait', Seconds: 3600, End: true },
    task({ TimeoutSeconds: 0.01, Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600 }] }),
  ];
  for (const state of states) {
    const machines = open(state, forever, { TimeoutSeconds: 0.05 });
    expect(await ended(machines, machines.start(arn, '{}').executionArn)).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
      cause: 'the execution took longer than 0.05 s',
    });
  }
});

test('a timeout of a year does not fire at once', async () => {
  const machines = open(task({}), async () => 1, { TimeoutSeconds: 31_536_000 });
  expect(await ended(machines, machines.start(arn, '{}').executionArn)).toMatchObject({
    status: 'SUCCEEDED',
  });
});

test('an execution that is stopped is aborted with the reason given', async () => {
  const machines = open(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }] }), forever);
  const { executionArn } = machines.start(arn, '{}');
  machines.stop(executionArn, 'Enough', 'it was noon');
  expect(await ended(machines, executionArn)).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'it was noon',
  });
  expect(statuses()).toEqual(['RUNNING', 'ABORTED']);
  machines.stop(executionArn);
  expect(machines.describe(executionArn).cause).toBe('it was noon');
});

test('what runs when the process dies is aborted by the next one, with that reason, and told', () => {
  const { executionArn } = open(task({}), forever).start(arn, '{}', 'one');
  told = [];
  const next = open(task({}), forever);
  next.recover();
  const record = next.describe(executionArn);
  expect(record).toMatchObject({
    status: 'ABORTED',
    error: 'Runner.Stopped',
    cause: 'the local runner was stopped during the run: start the run again',
  });
  expect(next.history(executionArn).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'ExecutionAborted',
  ]);
  expect(statuses()).toEqual(['ABORTED']);
});

test('an end that nobody took, or that was never told, is told again at the next start, and once', async () => {
  const first = open(task({}), () => 1, { taken: false });
  const { executionArn } = first.start(arn, '{}');
  await ended(first, executionArn);
  await first.close();
  told = [];
  open(task({})).recover();
  expect(statuses()).toEqual(['SUCCEEDED']);
  await settled();
  expect(kept().announced).toBe(true);
  told = [];
  open(task({})).recover();
  expect(statuses()).toEqual([]);
});

test('closing stops what runs, keeps that, and leaves telling to the next start', async () => {
  const machines = open(task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), forever);
  const { executionArn } = machines.start(arn, '{}');
  expect(machines.busy).toBe(1);
  await machines.close();
  expect(machines.busy).toBe(0);
  expect(kept()).toMatchObject({
    executionArn,
    status: 'ABORTED',
    error: 'Runner.Stopped',
    announced: false,
  });
  expect(statuses()).toEqual(['RUNNING']);
});

test('idle waits for what runs', async () => {
  const machines = open({ Type: 'Wait', Seconds: 0.05, End: true });
  const { executionArn } = machines.start(arn, '{}');
  await machines.idle();
  expect(machines.describe(executionArn).status).toBe('SUCCEEDED');
});

/** The one record on disk. */
function kept(): ExecutionRecord {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return JSON.parse(readFileSync(join(folder, file!), 'utf8')) as ExecutionRecord;
}

test.each([
  ['empty', ''],
  ['half written', '{"executionArn":"arn:aws'],
  ['of zeros, as after a power failure', '\0'.repeat(100)],
  ['of another kind', '[1,2]'],
])('a record that is %s is put aside and told, and holds up nothing', async (_, content) => {
  const machines = open(task({}));
  const { executionArn } = machines.start(arn, '{}');
  await ended(machines, executionArn);
  writeFileSync(join(folder, 'ffff.json'), content);
  writeFileSync(join(folder, 'eeee.json.partial'), content);
  const next = open(task({}));
  next.recover();
  expect(next.list(arn).map((record) => record.executionArn)).toEqual([executionArn]);
  expect(said).toEqual([
    expect.stringMatching(/^an execution is lost, its file was damaged: .*ffff\.json\.damaged \(/),
  ]);
  expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toEqual(['ffff.json.damaged']);
  said = [];
  open(task({})).recover();
  expect(said).toEqual([]);
});

test('names and inputs are taken as AWS takes them', async () => {
  const machines = open(task({}), forever);
  const first = machines.start(arn, '{"a":1}', 'one');
  expect(machines.start(arn, '{"a":1}', 'one').executionArn).toBe(first.executionArn);
  const refused = (body: Record<string, unknown>) =>
    answer(machines, 'AWSStepFunctions.StartExecution', { stateMachineArn: arn, ...body });
  expect(refused({ name: 'one', input: '{"a":2}' })).toMatchObject({
    status: 400,
    body: { __type: 'ExecutionAlreadyExists' },
  });
  expect(refused({ input: '{' })).toMatchObject({ status: 400, body: { __type: 'InvalidExecutionInput' } });
  expect(refused({ input: JSON.stringify('x'.repeat(262_144)) })).toMatchObject({
    body: { __type: 'ValidationException' },
  });
  expect(refused({ stateMachineArn: `${arn}x` })).toMatchObject({
    body: { __type: 'StateMachineDoesNotExist' },
  });
  expect(machines.list(arn)).toHaveLength(1);
  expect(answer(machines, 'AWSStepFunctions.DescribeExecution', { executionArn: 'x' })).toMatchObject({
    status: 400,
    body: { __type: 'ExecutionDoesNotExist' },
  });
  expect(answer(machines, 'AWSStepFunctions.SendTaskSuccess', {})).toMatchObject({
    body: { __type: 'UnknownOperationException' },
  });
  await machines.close();
});

test('a machine that cannot be run is refused by name', () => {
  expect(() => open(task({ HeartbeatSeconds: 3 } as Partial<State>))).toThrow(
    `${arn} cannot be run on this machine: state A has HeartbeatSeconds`,
  );
});
