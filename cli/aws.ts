import { Sha256 } from '@aws-crypto/sha256-js';
import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SignatureV4 } from '@smithy/signature-v4';
import { NotFound } from '../layers/contracts/errors.ts';
import { joinUrl, readAnswer } from './http.ts';
import { modelPrefix, type Outputs, stacks, type Target } from './target.ts';

const awsPollMs = 1000;

/** Finds the deployed stacks by their outputs, with the SDK's usual credentials and region. */
export async function openAws(profile?: string): Promise<Target> {
  const settings = profile ? { profile } : {};
  const cloudFormation = new CloudFormationClient(settings);
  const outputs = async (stack: string) => outputsOf(await describe(cloudFormation, stack));
  const { ApiId: id = '', ApiUrl, ApiKeyId: keyId } = await outputs(stacks.serving);
  const url = apiUrl(id, ApiUrl ?? '', process.env.AWS_ENDPOINT_URL);
  const apiGateway = new APIGatewayClient(settings);
  const { value: apiKey = '' } = await apiGateway.send(
    new GetApiKeyCommand({ apiKey: keyId, includeValue: true }),
  );

  const call = async (method: string, path: string, headers: Record<string, string>, body?: string) =>
    readAnswer(await fetch(joinUrl(url, path), { method, headers, ...(body !== undefined && { body }) }));
  return {
    kind: 'aws',
    url,
    apiKey,
    sfn: new SFNClient(settings),
    pollMs: awsPollMs,
    request: (method, path, body) =>
      call(
        method,
        path,
        { 'content-type': 'application/json', 'x-api-key': apiKey },
        body === undefined ? undefined : JSON.stringify(body),
      ),
    async control(method, path, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = await sign(cloudFormation, method, new URL(joinUrl(url, path)), text);
      return call(method, path, headers, text);
    },
    outputs,
    models: async () => {
      const names: string[] = [];
      for await (const page of paginateDescribeStacks({ client: cloudFormation }, {})) {
        names.push(
          ...(page.Stacks ?? []).flatMap(({ StackName = '' }) =>
            StackName.startsWith(modelPrefix) ? [StackName.slice(modelPrefix.length)] : [],
          ),
        );
      }
      return names;
    },
  };
}

/** Emulators answer for every API at their own address, by a path that LocalStack introduced. */
export function apiUrl(id: string, url: string, endpoint: string | undefined): string {
  return endpoint ? joinUrl(endpoint, `/restapis/${id}/prod/_user_request_`) : url;
}

async function describe(client: CloudFormationClient, name: string): Promise<Stack> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (Stacks[0]) return Stacks[0];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationError') throw error;
  }
  const region = await client.config.region();
  throw new NotFound(`there is no stack ${name} in ${region}: deploy it with \`millrace deploy\``);
}

function outputsOf(stack: Stack): Outputs {
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
  );
}

/** Headers of a request to an IAM-guarded route, signed with the credentials of an SDK client. */
async function sign(
  client: CloudFormationClient,
  method: string,
  url: URL,
  body: string | undefined,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service: 'execute-api',
    region: await client.config.region(),
    credentials: client.config.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  });
  const { host: _, ...rest } = headers;
  return rest;
}
