import { environmentNames } from '../contracts/environment.ts';
import type { FileServer } from '../contracts/signedFile.ts';

/** Where a function's table and artifacts are. */
export interface Environment {
  /** Name of the DynamoDB table. */
  readonly table: string;
  /** URI under which artifacts are written. */
  readonly artifacts: string;
  /** Hash of the function's code. */
  readonly code: string;
}

/** What every function is told by its stack. @throws TypeError naming the variable that the stack left out */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return {
    table: readVariable(environmentNames.table, variables),
    artifacts: readVariable(environmentNames.artifacts, variables),
    code: readVariable(environmentNames.code, variables),
  };
}

/** A variable that one function alone needs. @throws TypeError when the stack left it out */
export function readVariable(name: string, variables: NodeJS.ProcessEnv = process.env): string {
  const value = variables[name];
  if (!value) throw new TypeError(`the environment variable ${name} is not set: the stack must set it`);
  return value;
}

/**
 * True where an environment lives on between requests and serves many at once, as on Lambda Managed Instances;
 * every other one freezes as soon as it has answered.
 */
export function livesOn(variables: NodeJS.ProcessEnv = process.env): boolean {
  return variables.AWS_LAMBDA_INITIALIZATION_TYPE === 'lambda-managed-instances';
}

/** Address of an emulator's S3, by the variables that the AWS SDK reads; undefined for S3 itself. */
export function s3Endpoint(variables: NodeJS.ProcessEnv = process.env): string | undefined {
  return variables.AWS_ENDPOINT_URL_S3 || variables.AWS_ENDPOINT_URL || undefined;
}

/** What serves local files by signed URLs; undefined where artifacts lie in S3. */
export function fileServer(variables: NodeJS.ProcessEnv = process.env): FileServer | undefined {
  const { [environmentNames.fileServer]: url, [environmentNames.fileServerKey]: key } = variables;
  return url && key ? { url, key } : undefined;
}
