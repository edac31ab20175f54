import { userInfo } from 'node:os';

/** Who is at the keyboard, for the audit. */
export function actorOf(environment: NodeJS.ProcessEnv): string {
  const named = environment.MILLRACE_ACTOR ?? environment.GITHUB_ACTOR ?? environment.USER;
  if (named) return named;
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return 'unknown';
  }
}
