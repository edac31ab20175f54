import type { Environment } from './processes.ts';

/** What an emulator is given to work with. */
export interface Workplace {
  /** Folder that git ignores and that is kept between runs. */
  readonly folder: string;
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
}

/** An emulator of AWS that answers. */
export interface RunningEmulator {
  readonly url: string;
  /** File with what it says; absent when somebody else runs it. */
  readonly log?: string;
  /** Ends it, and everything that it started. */
  stop(): Promise<void>;
  /** The same at once, for when there is no time to wait. */
  kill(): void;
}

/** How an emulator gets onto this machine and is started. */
export interface Emulator {
  /** Where a request to a REST API goes. */
  restUrl(url: string, api: string, stage: string, path: string): string;
  /** Installs what it needs into its folder. @throws InvalidInput naming what this machine lacks */
  setUp(place: Workplace): Promise<void>;
  start(place: Workplace): Promise<RunningEmulator>;
}

export const emulatorNames = ['ministack', 'localstack'] as const;
export type EmulatorName = (typeof emulatorNames)[number];

/** The environment of a process that has nothing from this one but where programs and home are. */
export function plainEnvironment(): Environment {
  const kept = [
    'PATH',
    'HOME',
    'LANG',
    'JAVA_HOME',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'SSL_CERT_FILE',
    'PIP_CERT',
    'PIP_INDEX_URL',
  ];
  return Object.fromEntries(
    kept.filter((name) => process.env[name]).map((name) => [name, process.env[name]]),
  );
}

/** How the CDK and the SDK find an emulator; account and credentials are its own. */
export function clientEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}
