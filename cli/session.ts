import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { NotFound } from '../layers/contracts/errors.ts';
import { joinUrl, readAnswer } from './http.ts';
import { modelPrefix, type Outputs, type Target } from './target.ts';

/** A running local cloud, as it tells other processes in `<data-dir>/dev.json`. */
export interface Session {
  readonly pid: number;
  readonly url: string;
  readonly apiKey: string;
  readonly outputs: Readonly<Record<string, Outputs>>;
}

const localPollMs = 100;

/** Milliseconds that a running local cloud has to answer. */
const answerMs = 2000;

/**
 * The session that runs on a data folder. The file alone proves nothing: its process may have died, and another
 * may have got its id or its port since.
 */
export async function readSession(dataDir: string): Promise<Session | undefined> {
  try {
    const session = JSON.parse(readFileSync(join(dataDir, 'dev.json'), 'utf8')) as Session;
    const signal = AbortSignal.timeout(answerMs);
    const answer = await fetch(joinUrl(session.url, '/_millrace/health'), { signal });
    const { pid } = (await answer.json()) as { pid?: unknown };
    return pid === session.pid ? session : undefined;
  } catch {
    return undefined;
  }
}

/** The local cloud speaks AWS's own protocols at its URL; nobody checks credentials there. */
export function openLocal(session: Session): Target {
  const { url, apiKey } = session;
  const call = async (method: string, path: string, body?: unknown) =>
    readAnswer(
      await fetch(joinUrl(url, path), {
        method,
        headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return {
    kind: 'local',
    url,
    apiKey,
    sfn: new SFNClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    pollMs: localPollMs,
    request: call,
    control: call,
    async outputs(stack) {
      const outputs = session.outputs[stack];
      if (!outputs) throw new NotFound(`there is no stack ${stack} here`);
      return outputs;
    },
    async models() {
      return Object.keys(session.outputs)
        .filter((stack) => stack.startsWith(modelPrefix))
        .map((stack) => stack.slice(modelPrefix.length));
    },
  };
}
