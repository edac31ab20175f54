import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { InvalidInput } from '../layers/contracts/errors.ts';

/** Everything an operator may set. This file alone reads context (`cdk -c key=value`) and environment. */
export interface Config {
  /** Account and region of every stack; those of the AWS profile when absent. */
  readonly environment: { readonly account?: string; readonly region?: string };
  /** Folder with one folder for each model. */
  readonly modelsDirectory: string;
  /** Receives alarms and failed pipelines by e-mail; nobody when absent. */
  readonly alarmEmail: string | undefined;
  /** Buckets, beside the app's own, that batches which people start may read and write. */
  readonly batchBuckets: readonly string[];
  readonly logRetention: RetentionDays;
  /** Architecture of the functions and of the native layer; the building machine's by default. */
  readonly architecture: 'arm64' | 'x86_64';
  /** Platform whose native binaries go into the layer: `linux-<cpu>`, or this machine's for local runs. */
  readonly layerPlatform: string;
  /** Memory in MB; a Lambda's share of processors grows with it. */
  readonly memory: { readonly serving: number; readonly step: number; readonly control: number };
  /** Limits of the usage plan of the prediction routes: requests a second, and in a burst. */
  readonly throttle: { readonly rate: number; readonly burst: number };
}

/** Reads and checks the configuration. @throws InvalidInput naming the key and the value seen */
export function readConfig(app: App): Config {
  const context = (key: string): string | undefined => app.node.tryGetContext(`millrace:${key}`)?.toString();
  const integer = (key: string, fallback: number): number => {
    const text = context(key);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value <= 0) {
      throw new InvalidInput(
        `millrace:${key} must be a positive whole number, not ${JSON.stringify(text)}: mend it in cdk.json or after -c`,
      );
    }
    return value;
  };
  const architecture = context('architecture') ?? (process.arch === 'arm64' ? 'arm64' : 'x86_64');
  if (architecture !== 'arm64' && architecture !== 'x86_64') {
    throw new InvalidInput(
      `millrace:architecture must be arm64 or x86_64, not ${JSON.stringify(architecture)}`,
    );
  }
  const days = integer('logRetentionDays', 30);
  if (RetentionDays[days] === undefined) {
    throw new InvalidInput(
      `millrace:logRetentionDays must be a retention CloudWatch Logs offers (7, 14, 30, 60, 90 …), not ${days}`,
    );
  }
  const buckets = (context('batchBuckets') ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const odd = buckets.find((name) => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name));
  if (odd !== undefined) {
    throw new InvalidInput(
      `millrace:batchBuckets must be names of buckets, separated by commas, not ${JSON.stringify(odd)}`,
    );
  }
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  const region = context('region') ?? process.env.CDK_DEFAULT_REGION;
  return {
    environment: { ...(account && { account }), ...(region && { region }) },
    modelsDirectory: resolve(process.env.MILLRACE_MODELS ?? context('models') ?? 'models'),
    alarmEmail: context('alarmEmail'),
    batchBuckets: buckets,
    logRetention: days,
    architecture,
    layerPlatform:
      process.env.MILLRACE_LAYER_PLATFORM ?? `linux-${architecture === 'arm64' ? 'arm64' : 'x64'}`,
    memory: {
      serving: integer('servingMemory', 1024),
      step: integer('stepMemory', 2048),
      control: integer('controlMemory', 512),
    },
    throttle: { rate: integer('throttleRate', 1000), burst: integer('throttleBurst', 2000) },
  };
}
