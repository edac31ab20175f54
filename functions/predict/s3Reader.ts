import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { NotFound, Transient } from '../../layers/contracts/errors.ts';
import type { ArtifactStore } from '../../layers/store/artifactStore.ts';
import { addressOf } from '../../layers/store/s3Address.ts';

/** Credentials, region and hash as the SDK's own default chain finds them. */
export type AwsConfig = Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'sha256'>;

const attempts = 3;

/**
 * Gets objects of S3 with one signed request each. The function reads nothing else of S3, and the SDK's client for it
 * would be a quarter of the bundle, which every cold start pays for.
 *
 * @param endpoint address of an emulator, where buckets are folders
 */
export function s3Reader(config: AwsConfig, endpoint?: string): Pick<ArtifactStore, 'get'> {
  const open = async (uri: string): Promise<Response> => {
    const region = await config.region();
    const url = addressOf(uri, region, endpoint);
    const { credentials, sha256 } = config;
    const signer = new SignatureV4({ service: 's3', region, credentials, sha256, uriEscapePath: false });
    const { headers } = await signer.sign({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      headers: { host: url.host },
    });
    const { host: _, ...signed } = headers;
    return fetch(url, { headers: signed, signal: AbortSignal.timeout(10_000) });
  };
  return {
    get: async (uri) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await bodyOf(await open(uri), uri);
        } catch (error) {
          const failure = translate(error, uri);
          if (!(failure instanceof Transient) || attempt === attempts) throw failure;
          await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * Math.random()));
        }
      }
    },
  };
}

async function bodyOf(response: Response, uri: string): Promise<Uint8Array> {
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  const said = (await response.text()).slice(0, 300);
  if (response.status === 404) throw new NotFound(`there is no artifact at ${uri}`, { uri });
  const message = `S3 answered ${response.status} for ${uri}: ${said}`;
  throw response.status >= 500 || response.status === 429 ? new Transient(message) : new Error(message);
}

/** What fetch itself throws heals: a connection that broke, or took too long. */
function translate(error: unknown, uri: string): unknown {
  const { name, message } = error as Error;
  if (name !== 'TypeError' && name !== 'TimeoutError') return error;
  return new Transient(`S3 did not answer for ${uri}: ${message}`, {}, { cause: error });
}
