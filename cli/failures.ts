import { CommanderError } from 'commander';
import { type Fault, isOperational } from '../layers/contracts/errors.ts';

/** The command was called in a way that cannot work: exit code 2. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** The command did its work and the outcome is bad: exit code 1. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** What went wrong, for people and for machines. */
export interface Explanation {
  /** Exit code. */
  readonly code: number;
  /** `Usage`, `Failed`, or the error's own name. */
  readonly name: string;
  readonly message: string;
  readonly faults?: readonly Fault[];
}

/** Explains whatever a command threw. */
export function explain(error: unknown): Explanation {
  if (error instanceof CommanderError)
    return { code: exitCodes.usage, name: 'Usage', message: error.message.replace(/^error: /, '') };
  if (error instanceof Usage) return { code: exitCodes.usage, name: error.name, message: error.message };
  const code = exitCodes.failed;
  if (!(error instanceof Error)) return { code, name: 'Error', message: String(error) };
  const { name, message } = error;
  if (error instanceof Failed) return { code, name, message };
  if (isOperational(error)) {
    const { faults } = (error as { details?: { faults?: readonly Fault[] } }).details ?? {};
    return { code, name, message, ...(faults && { faults }) };
  }
  const known = remedies.find(({ when }) => when.test(`${name} ${codeOf(error)} ${message}`));
  const remedy = known?.remedy ?? 'set DEBUG=1 to see where it came from';
  return { code, name, message: `${message || name}\n  ${remedy}` };
}

const remedies: readonly { readonly when: RegExp; readonly remedy: string }[] = [
  {
    when: /ECONNREFUSED|ECONNRESET|fetch failed/,
    remedy: 'nothing answers there: is `millrace dev` still running?',
  },
  {
    when: /ExpiredToken|CredentialsProviderError|UnrecognizedClient|InvalidClientTokenId/,
    remedy: 'log in to AWS again, or name another profile with --profile',
  },
  {
    when: /AccessDenied|not authorized/,
    remedy: 'the AWS identity in use may not do this: name another profile with --profile',
  },
  { when: /Region is missing/, remedy: 'set AWS_REGION, or a region in the AWS profile' },
  { when: /EACCES|EPERM/, remedy: 'mend the permissions of that file or folder' },
];

/** Node puts the code of a refused connection on the cause, or on each of several causes. */
function codeOf(error: Error): string {
  const inner: unknown[] = [
    error,
    error.cause,
    ...(error.cause instanceof AggregateError ? error.cause.errors : []),
  ];
  return inner
    .flatMap((one) => (typeof one === 'object' && one !== null && 'code' in one ? [String(one.code)] : []))
    .join(' ');
}
