import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metrics } from '../alarms/Metrics.ts';
import type { Assembly } from '../assembly/Assembly.ts';
import type { Resource } from '../assembly/Template.ts';
import { StateError } from '../states/StateError.ts';
import { type FunctionSettings, type Invocation, LocalFunction } from './LocalFunction.ts';

export interface FunctionsOptions {
  readonly assembly: Assembly;
  /** Gets `functions/`, a folder for the code of each, and `logs/`, a file for each. */
  readonly dataDir: string;
  /** Environment of every function, besides what the template says. */
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of the functions behind the API. */
  readonly behindApi: ReadonlySet<string>;
  readonly metrics: Metrics;
}

/** The Lambda functions of the assembly, and their logs and metrics. */
export class Functions {
  private readonly byArn = new Map<string, LocalFunction>();
  private readonly metrics: Metrics;

  constructor(options: FunctionsOptions) {
    const { dataDir, metrics } = options;
    this.metrics = metrics;
    const logs = join(dataDir, 'logs');
    mkdirSync(logs, { recursive: true });
    for (const settings of settingsOf(options)) {
      const file = join(logs, `${settings.name}.log`);
      const log = (line: string) => {
        if (!metrics.readEmbedded(line)) appendFileSync(file, `${line}\n`);
      };
      this.byArn.set(settings.arn, new LocalFunction(settings, join(dataDir, 'functions'), log));
    }
  }

  /** @throws StateError when there is no such function */
  async invoke(arn: string, event: unknown): Promise<Invocation> {
    const found = this.byArn.get(arn.replace(/:\$LATEST$/, ''));
    if (!found) throw new StateError('Lambda.ResourceNotFoundException', `there is no function ${arn}`);
    const invocation = await found.invoke(event);
    const dimensions = { FunctionName: found.settings.name };
    const put = (name: string, value: number) => this.metrics.put('AWS/Lambda', name, dimensions, value);
    put('Invocations', 1);
    put('Duration', invocation.milliseconds);
    put('Errors', 'error' in invocation ? 1 : 0);
    return invocation;
  }

  /** Ends the environments of a function as a crash would; how many invocations that cut off, undefined without one. */
  kill(name: string): number | undefined {
    return [...this.byArn.values()].find(({ settings }) => settings.name === name)?.kill();
  }

  async close(): Promise<void> {
    await Promise.all([...this.byArn.values()].map((one) => one.close()));
  }
}

function settingsOf({ assembly, environment, behindApi }: FunctionsOptions): FunctionSettings[] {
  const code = new Map(assembly.assets.map(({ key, path }) => [key, path]));
  const layers = new Map(
    assembly
      .ofType('AWS::Lambda::LayerVersion')
      .map(({ ref, properties }) => [ref, code.get((properties.Content as { S3Key: string }).S3Key)!]),
  );
  return assembly.ofType('AWS::Lambda::Function').map(({ ref, arn, properties }) => ({
    name: ref,
    arn,
    code: code.get((properties.Code as { S3Key: string }).S3Key)!,
    layers: ((properties.Layers ?? []) as string[]).map((layer) => layers.get(layer)!),
    handler: String(properties.Handler),
    environment: { ...variablesOf(properties), ...environment },
    timeout: Number(properties.Timeout ?? 3),
    memory: Number(properties.MemorySize ?? 128),
    concurrent: behindApi.has(arn),
  }));
}

function variablesOf({ Environment }: Resource['properties']): Readonly<Record<string, string>> {
  return (Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {};
}
