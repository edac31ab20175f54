import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionSize } from './cost.ts';
import type { Architecture } from './prices.ts';
import { modelPrefix } from './target.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

type Resources = Readonly<Record<string, Resource>>;

interface State {
  readonly Arguments?: { readonly FunctionName?: unknown };
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

/** What an assembly holds, to say so. */
export interface AssemblySummary {
  readonly stacks: number;
  readonly functions: number;
  readonly models: readonly string[];
}

export function summarize(assembly: string): AssemblySummary {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string }>;
  };
  const stacks = Object.keys(artifacts).filter(
    (name) => artifacts[name]!.type === 'aws:cloudformation:stack',
  );
  const functions = stacks
    .flatMap((stack) => Object.values(resourcesOf(assembly, stack)))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return {
    stacks: stacks.length,
    functions: functions.length,
    models: stacks
      .filter((stack) => stack.startsWith(modelPrefix))
      .map((stack) => stack.slice(modelPrefix.length)),
  };
}

/** The function behind each state of a stack's state machines; empty without an assembly. */
export function functionSizes(assembly: string, stack: string): ReadonlyMap<string, FunctionSize> {
  const resources = resourcesOf(assembly, stack);
  const sizes = new Map<string, FunctionSize>();
  const visit = (states: Readonly<Record<string, State>>): void => {
    for (const [name, state] of Object.entries(states)) {
      const lambda = resources[String(state.Arguments?.FunctionName)];
      if (lambda?.Type === 'AWS::Lambda::Function') sizes.set(name, sizeOf(lambda));
      if (state.ItemProcessor) visit(state.ItemProcessor.States);
    }
  };
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::StepFunctions::StateMachine') visit(definitionOf(Properties?.DefinitionString).States);
  }
  return sizes;
}

function resourcesOf(assembly: string, stack: string): Resources {
  const file = join(assembly, `${stack}.template.json`);
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { Resources?: Resources }).Resources ?? {};
}

/** A definition with the logical ids of resources in the place of their ARNs. */
function definitionOf(text: unknown): { readonly States: Readonly<Record<string, State>> } {
  const joined = isJoin(text)
    ? text['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : logicalId(part))).join('')
    : String(text);
  return JSON.parse(joined) as { States: Record<string, State> };
}

function isJoin(value: unknown): value is { 'Fn::Join': [string, unknown[]] } {
  return typeof value === 'object' && value !== null && 'Fn::Join' in value;
}

function logicalId(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return attribute?.[0] ?? Ref ?? '';
}

function sizeOf({ Properties = {} }: Resource): FunctionSize {
  const architectures = Properties.Architectures as Architecture[] | undefined;
  return { memory: Number(Properties.MemorySize ?? 128), architecture: architectures?.[0] ?? 'x86_64' };
}
