import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { Definition, Processor, State } from './Definition.ts';
import { faultOf } from './expression.ts';

const everywhere = ['Type', 'Comment', 'QueryLanguage'];
const onwards = ['Next', 'End', 'Output', 'Assign'];
const mended = ['Retry', 'Catch'];

/** Fields that the runner carries out, or may leave out, by the type of the state. */
const fields: Readonly<Record<string, readonly string[]>> = {
  Task: [...everywhere, ...onwards, ...mended, 'Resource', 'Arguments', 'TimeoutSeconds'],
  Pass: [...everywhere, ...onwards],
  Choice: [...everywhere, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...everywhere, ...onwards, 'Seconds'],
  Map: [
    ...[...everywhere, ...onwards, ...mended],
    ...['Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency', 'Label'],
  ],
  Succeed: [...everywhere, 'Output'],
  Fail: [...everywhere, 'Error', 'Cause'],
};

const machineFields = ['Comment', 'StartAt', 'States', 'QueryLanguage', 'TimeoutSeconds', 'Version'];
const processorFields = ['Comment', 'StartAt', 'States', 'QueryLanguage', 'ProcessorConfig'];

/** Fields of what a state holds lists of. */
const parts = {
  Retry: [
    ...['Comment', 'ErrorEquals', 'IntervalSeconds', 'MaxAttempts'],
    ...['BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'],
  ],
  Catch: ['Comment', 'ErrorEquals', 'Next', 'Output', 'Assign'],
  Choices: ['Comment', 'Condition', 'Next', 'Output', 'Assign'],
} as const;

/**
 * What of a definition the runner cannot carry out, naming state and field; empty when it can.
 *
 * @param does tells the resources of tasks that can be carried out
 */
export function unsupported(definition: Definition, does: (resource: string) => boolean): string[] {
  return [
    ...unknownFields(definition, machineFields).map((field) => `the machine has ${field}`),
    ...inMachine('the machine', definition, definition.QueryLanguage, does),
  ];
}

/** @throws InvalidInput with everything of the machine that cannot be carried out */
export function checkDefinition(arn: string, definition: Definition, does: Does): void {
  const faults = unsupported(definition, does);
  if (faults.length > 0) throw new InvalidInput(`${arn} cannot be run on this machine: ${faults.join('; ')}`);
}

type Does = (resource: string) => boolean;

function inMachine(
  where: string,
  { StartAt, States }: Definition,
  language: string | undefined,
  does: Does,
): string[] {
  return [
    ...(States[StartAt] ? [] : [`${where} starts at ${StartAt}, which is not there`]),
    ...Object.entries(States).flatMap(([name, state]) => inState(name, state, States, language, does)),
  ];
}

function inState(
  name: string,
  state: State,
  states: Definition['States'],
  language: string | undefined,
  does: Does,
): string[] {
  const known = fields[state.Type];
  if (!known) return [`state ${name} is a ${state.Type}`];
  const { ItemProcessor, ...own } = state;
  const lists = Object.entries(parts).flatMap(([list, allowed]) =>
    (state[list as keyof typeof parts] ?? []).map((part, index) => ({
      at: `${list}[${index}]`,
      part,
      allowed,
    })),
  );
  const targets = [state.Next, state.Default, ...lists.map(({ part }) => (part as { Next?: string }).Next)];
  return [
    ...unknownFields(state, known).map((field) => `has ${field}`),
    ...lists.flatMap(({ at, part, allowed }) =>
      unknownFields(part, allowed).map((field) => `has ${at}.${field}`),
    ),
    ...((state.QueryLanguage ?? language) === 'JSONata' ? [] : ['is not in JSONata']),
    ...targets
      .filter((target) => target !== undefined && !states[target])
      .map((target) => `goes on to ${target}, which is not there`),
    ...(state.Type === 'Task' && !does(String(state.Resource)) ? [`has Resource ${state.Resource}`] : []),
    ...expressionFaults(own, ''),
    ...(state.Type === 'Map' && !ItemProcessor ? ['has no ItemProcessor'] : []),
  ]
    .map((fault) => `state ${name} ${fault}`)
    .concat(ItemProcessor ? inProcessor(name, ItemProcessor, language, does) : []);
}

function inProcessor(name: string, processor: Processor, language: string | undefined, does: Does): string[] {
  const config = processor.ProcessorConfig ?? {};
  return [
    ...unknownFields(processor, processorFields).map((field) => `state ${name} has ItemProcessor.${field}`),
    ...unknownFields(config, ['Mode', 'ExecutionType']).map(
      (field) => `state ${name} has ItemProcessor.ProcessorConfig.${field}`,
    ),
    ...inMachine(`the ItemProcessor of ${name}`, processor, language, does),
  ];
}

/** Expressions that cannot be read, with the field they are in. */
function expressionFaults(value: unknown, at: string): string[] {
  if (typeof value === 'string') {
    const fault = faultOf(value);
    return fault === undefined ? [] : [`has ${at}, which is no JSONata: ${fault}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    expressionFaults(one, at === '' ? key : `${at}.${key}`),
  );
}

function unknownFields(value: object, allowed: readonly string[]): string[] {
  return Object.keys(value).filter((key) => !allowed.includes(key));
}
