import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import { account, kinds, region } from './identity.ts';
import type { Resource, TemplateDocument } from './Template.ts';

/** A file or folder that the assembly would upload. */
export interface FileAsset {
  readonly path: string;
  readonly packaging: 'file' | 'zip';
  readonly bucket: string;
  readonly key: string;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly properties?: Record<string, unknown>;
        readonly dependencies?: string[];
      }
    >
  >;
}

type Value = unknown;

/** The synthesized app: its resources with every reference resolved, its outputs and its files. */
export class Assembly {
  readonly resources: Resource[] = [];
  readonly outputs: Record<string, Record<string, string>> = {};
  readonly assets: FileAsset[] = [];
  private readonly exports = new Map<string, string>();
  private readonly rewrite: (text: string) => string;

  /**
   * @param folder cdk.out
   * @param rewrite changes every resolved text, which is how `s3://` URIs become `file://` ones
   * @throws InvalidInput naming the resource that the runner cannot run
   */
  constructor(folder: string, rewrite: (text: string) => string = (text) => text) {
    this.rewrite = rewrite;
    const file = join(folder, 'manifest.json');
    if (!existsSync(file))
      throw new InvalidInput(`there is no cloud assembly at ${folder}: make one with \`cdk synth\``);
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    for (const name of inOrder(manifest))
      this.addStack(folder, name, String(manifest.artifacts[name]!.properties!.templateFile));
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  private addStack(folder: string, stack: string, file: string): void {
    const template = JSON.parse(readFileSync(join(folder, file), 'utf8')) as TemplateDocument;
    const named = new Map(
      Object.entries(template.Resources).map(([id, { Type }]) => [id, identify(stack, id, Type)]),
    );
    const resolve = (id: string, value: Value): Value => this.resolve(value, { stack, id, template, named });
    for (const [id, { Type, Properties = {}, Condition }] of Object.entries(template.Resources)) {
      const { ref, arn } = named.get(id)!;
      if (Condition !== undefined)
        throw new InvalidInput(
          `${id} of ${stack} has the Condition ${Condition}, which the local runner does not judge`,
        );
      this.resources.push({
        stack,
        id,
        type: Type,
        properties: resolve(id, Properties) as Record<string, unknown>,
        ref,
        arn,
      });
    }
    this.outputs[stack] = {};
    for (const [name, { Value: value, Export }] of Object.entries(template.Outputs ?? {})) {
      const text = String(resolve(name, value));
      this.outputs[stack][name] = text;
      if (Export) this.exports.set(String(resolve(name, Export.Name)), text);
    }
    this.readAssets(folder, stack);
  }

  private readAssets(folder: string, stack: string): void {
    const { files } = JSON.parse(readFileSync(join(folder, `${stack}.assets.json`), 'utf8')) as {
      files: Record<
        string,
        {
          source: { path: string; packaging: 'file' | 'zip' };
          destinations: Record<string, { bucketName: string; objectKey: string }>;
        }
      >;
    };
    for (const { source, destinations } of Object.values(files)) {
      if (source.path.endsWith('.template.json')) continue;
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        this.assets.push({
          path: join(folder, source.path),
          packaging: source.packaging,
          bucket: pseudo(bucketName),
          key: objectKey,
        });
      }
    }
  }

  private resolve(value: Value, scope: Scope): Value {
    if (typeof value === 'string') return this.rewrite(value);
    if (Array.isArray(value))
      return value.map((one) => this.resolve(one, scope)).filter((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const [key, argument] = Object.entries(value)[0] ?? [];
    if (key !== undefined && Object.keys(value).length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      if (!intrinsic)
        throw new InvalidInput(
          `${scope.id} of ${scope.stack} uses ${key}, which the local runner does not know`,
        );
      const resolved = intrinsic(argument, scope, (one) => this.resolve(one, scope), this.exports);
      return typeof resolved === 'string' ? this.rewrite(resolved) : resolved;
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.resolve(one, scope)]));
  }
}

interface Scope {
  readonly stack: string;
  /** Logical id of what is resolved. */
  readonly id: string;
  readonly template: TemplateDocument;
  readonly named: ReadonlyMap<string, Named>;
}

/** What `Ref` and the ARN of a resource are. */
interface Named {
  readonly ref: string;
  readonly arn: string;
}

function identify(stack: string, id: string, type: string): Named {
  const kind = kinds[type];
  if (!kind)
    throw new InvalidInput(
      `${stack} has a ${type} (${id}), which the local runner cannot run: remove it, or deploy to AWS`,
    );
  const name = kind.name ? kind.name(stack, id) : `${stack}-${id}`;
  const arn = kind.arn?.(name) ?? name;
  return { ref: kind.refIsArn ? arn : name, arn };
}

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

function pseudo(text: string): string {
  return text.replace(/\$\{(AWS::[A-Za-z]+)\}/g, (whole, name: string) => pseudoParameters[name] ?? whole);
}

type Intrinsic = (
  argument: Value,
  scope: Scope,
  resolve: (value: Value) => Value,
  exports: ReadonlyMap<string, string>,
) => Value;

/** Attributes of resources, whatever their type. */
const attributes: Readonly<Record<string, (resource: Named) => string>> = {
  Arn: ({ arn }) => arn,
  TopicArn: ({ arn }) => arn,
  QueueName: ({ ref }) => ref,
  RootResourceId: () => 'root',
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, { named, template, stack, id }) => {
    const name = String(argument);
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::StackName') return stack;
    const found = named.get(name)?.ref ?? pseudoParameters[name] ?? template.Parameters?.[name]?.Default;
    if (found === undefined)
      throw new InvalidInput(`${id} of ${stack} refers to ${name}, which is not there`);
    return String(found);
  },
  'Fn::GetAtt': (argument, { named, stack, id }) => {
    const [of, attribute] = (Array.isArray(argument) ? argument : String(argument).split('.')) as [
      string,
      string,
    ];
    const found = named.get(of);
    if (!found) throw new InvalidInput(`${id} of ${stack} refers to ${of}, which is not there`);
    const value = attributes[attribute]?.(found);
    if (value === undefined)
      throw new InvalidInput(
        `${id} of ${stack} uses ${attribute} of ${of}, which the local runner does not know`,
      );
    return value;
  },
  'Fn::Join': (argument, _, resolve) => {
    const [separator, parts] = argument as [string, Value];
    return (resolve(parts) as Value[]).map(String).join(separator);
  },
  'Fn::Sub': (argument, _scope, resolve) => {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, Value>,
    ];
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return String(resolve(variables[name]));
      return String(name.includes('.') ? resolve({ 'Fn::GetAtt': name.split('.') }) : resolve({ Ref: name }));
    });
  },
  'Fn::Select': (argument, _, resolve) => {
    const [index, values] = argument as [number | string, Value];
    return (resolve(values) as Value[])[Number(index)];
  },
  'Fn::Split': (argument, _, resolve) => {
    const [separator, text] = argument as [string, Value];
    return String(resolve(text)).split(separator);
  },
  'Fn::ImportValue': (argument, { stack, id }, resolve, exports) => {
    const name = String(resolve(argument));
    const found = exports.get(name);
    if (found === undefined)
      throw new InvalidInput(`${id} of ${stack} imports ${name}, which no stack before it exports`);
    return found;
  },
};

/** Stacks in the order of their dependencies. */
function inOrder(manifest: Manifest): string[] {
  const done: string[] = [];
  const visit = (name: string): void => {
    const artifact = manifest.artifacts[name];
    if (!artifact || done.includes(name)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (artifact.type === 'aws:cloudformation:stack') done.push(name);
  };
  for (const name of Object.keys(manifest.artifacts)) visit(name);
  return done;
}
