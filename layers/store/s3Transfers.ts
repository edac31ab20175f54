import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import { addressOf, placeOf } from './s3Address.ts';
import { openS3, reading } from './s3Artifacts.ts';
import { type FolderEntry, lifetimes, orderOf, type Transfers } from './transfers.ts';
import { calling } from './transient.ts';

/** Objects of S3. */
export function s3Transfers(): Transfers {
  // Parts come from clients that send no checksums of S3's.
  const client = openS3({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    folder: (uri, page) => listFolder(client, uri, page),
    read: async (uri, most) => {
      try {
        return await readSmall(client, uri, most);
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
        const { entries } = await listFolder(client, uri, { limit: 1 });
        if (entries.length === 0) throw error;
        throw new InvalidInput(`Artifact path refers to a directory, not a file: '${uri}'`);
      }
    },
    deleteAll: (uri) => deleteAll(client, uri),
    urlToGet: (uri, name) =>
      presign(client, 'GET', uri, lifetimes.get, {
        'response-content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      }),
    urlToPut: (uri) => presign(client, 'PUT', uri, lifetimes.put),
    createParts: async (uri, count) => {
      const { UploadId = '' } = await reading(uri, () =>
        client.send(new CreateMultipartUploadCommand(placeOf(uri))),
      );
      const numbers = Array.from({ length: count }, (_, index) => index + 1);
      const urlOf = (number: number) =>
        presign(client, 'PUT', uri, lifetimes.put, { partNumber: String(number), uploadId: UploadId });
      return { uploadId: UploadId, urls: await Promise.all(numbers.map(urlOf)) };
    },
    completeParts: async (uri, uploadId, parts) => {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const command = new CompleteMultipartUploadCommand({
        ...placeOf(uri),
        UploadId: uploadId,
        MultipartUpload: { Parts },
      });
      await ofUpload(uri, uploadId, () => client.send(command));
    },
    abortParts: async (uri, uploadId) => {
      const command = new AbortMultipartUploadCommand({ ...placeOf(uri), UploadId: uploadId });
      await ofUpload(uri, uploadId, () => client.send(command)).catch((error: unknown) => {
        if (!(error instanceof NotFound)) throw error;
      });
    },
  };
}

async function readSmall(client: S3Client, uri: string, most: number) {
  const { Body, ContentLength: size = 0 } = await reading(uri, () =>
    client.send(new GetObjectCommand(placeOf(uri))),
  );
  if (size <= most) return { size, body: await calling('S3', () => Body!.transformToByteArray()) };
  // Its headers were enough: what has not come yet need not come.
  (Body as unknown as { destroy?: () => void }).destroy?.();
  return { size };
}

async function listFolder(
  client: S3Client,
  uri: string,
  { limit, after }: { readonly limit: number; readonly after?: string } = { limit: Number.POSITIVE_INFINITY },
): Promise<{ entries: FolderEntry[]; next?: string }> {
  const { Bucket, Key } = placeOf(uri);
  const Prefix = Key === '' || Key.endsWith('/') ? Key : `${Key}/`;
  const entries: FolderEntry[] = [];
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket,
      Prefix,
      Delimiter: '/',
      MaxKeys: Math.min(1000, limit - entries.length),
      // Behind a folder is behind everything in it.
      ...(after !== undefined && { StartAfter: Prefix + after + (after.endsWith('/') ? '\u{10ffff}' : '') }),
      ...(token && { ContinuationToken: token }),
    });
    const page = await reading(uri, () => client.send(command));
    for (const { Prefix: folder = '' } of page.CommonPrefixes ?? [])
      entries.push({ name: folder.slice(Prefix.length, -1), isFolder: true });
    for (const { Key: key = '', Size } of page.Contents ?? [])
      if (key !== Prefix) entries.push({ name: key.slice(Prefix.length), isFolder: false, size: Size ?? 0 });
    token = page.NextContinuationToken;
  } while (token && entries.length < limit);
  entries.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return { entries, ...(token && { next: orderOf(entries.at(-1)!) }) };
}

async function deleteAll(client: S3Client, uri: string): Promise<void> {
  const { Bucket, Key } = placeOf(uri);
  let keys = [Key];
  do {
    const Objects = keys.map((one) => ({ Key: one }));
    const { Errors = [] } = await reading(uri, () =>
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })),
    );
    if (Errors[0])
      throw new Error(`S3 did not delete ${Errors[0].Key}: ${Errors[0].Code} ${Errors[0].Message}`);
    const { Contents = [] } = await reading(uri, () =>
      client.send(new ListObjectsV2Command({ Bucket, Prefix: `${Key}/` })),
    );
    keys = Contents.map(({ Key: one }) => one!);
  } while (keys.length > 0);
}

/** A URL that is good for one request. */
async function presign(
  { config }: S3Client,
  method: 'GET' | 'PUT',
  uri: string,
  seconds: number,
  query: Record<string, string> = {},
): Promise<string> {
  const region = await config.region();
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL;
  const url = addressOf(uri, region, endpoint);
  const { credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256, uriEscapePath: false });
  const signed = await signer.presign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      query,
      // The body is not known yet.
      headers: { host: url.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: seconds },
  );
  for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
  // A space is no plus to S3.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}

async function ofUpload<Output>(uri: string, uploadId: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await reading(uri, call);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'NoSuchUpload')
      throw new NotFound(
        `there is no upload ${uploadId.slice(0, 200)} of ${uri}: it was completed or aborted`,
      );
    if (['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML'].includes(name))
      throw new InvalidInput(`the upload of ${uri} cannot be completed: ${name}: ${message}`);
    throw error;
  }
}
