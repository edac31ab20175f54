import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { InvalidInput, NotFound } from '../contracts/errors.ts';
import type { ArtifactEntry, ArtifactStore } from './artifactStore.ts';
import { placeOf } from './s3Address.ts';
import { calling } from './transient.ts';

/** Artifacts in S3, where a single PUT is atomic; objects are at most 5 GB. */
export function s3Artifacts(): ArtifactStore {
  const client = openS3();
  const open = (uri: string) =>
    reading(uri, async () => (await client.send(new GetObjectCommand(placeOf(uri)))).Body!);
  return {
    get: async (uri) => {
      const body = await open(uri);
      return calling('S3', () => body.transformToByteArray());
    },
    put: async (uri, content) => {
      await reading(uri, () =>
        client.send(
          new PutObjectCommand({ ...placeOf(uri), Body: content, ContentLength: Buffer.byteLength(content) }),
        ),
      );
    },
    delete: async (uri) => {
      await reading(uri, () => client.send(new DeleteObjectCommand(placeOf(uri))));
    },
    exists: async (uri) => {
      try {
        await reading(uri, () => client.send(new HeadObjectCommand(placeOf(uri))));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        throw error;
      }
    },
    list: async (prefix) => {
      const { Bucket, Key } = placeOf(prefix);
      const Prefix = Key === '' || Key.endsWith('/') ? Key : `${Key}/`;
      const entries: ArtifactEntry[] = [];
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket,
          Prefix,
          ...(token && { ContinuationToken: token }),
        });
        const page = await reading(prefix, () => client.send(command));
        for (const { Key: key, Size } of page.Contents ?? []) {
          entries.push({ uri: `s3://${Bucket}/${key}`, size: Size ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token);
      return entries;
    },
    download: async (uri, file) => {
      const body = (await open(uri)) as Readable;
      await mkdir(dirname(file), { recursive: true });
      await calling('S3', () => pipeline(body, createWriteStream(file)));
    },
    upload: async (file, uri) => {
      const { size } = await stat(file);
      // With the checksum known beforehand the body goes out as it is, in one pass, and S3 verifies it.
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      const ChecksumSHA256 = hash.digest('base64');
      await calling('S3', () =>
        client.send(
          new PutObjectCommand({
            ...placeOf(uri),
            Body: createReadStream(file),
            ContentLength: size,
            ChecksumSHA256,
          }),
        ),
      );
    },
  };
}

/** A client of S3, or of an emulator, which serves buckets by path. */
export function openS3(config: S3ClientConfig = {}): S3Client {
  const isEmulated = process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_S3;
  return new S3Client({ ...config, ...(isEmulated && { forcePathStyle: true }) });
}

/** Calls S3 about something that may not be there. */
export async function reading<Output>(uri: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await calling('S3', call);
  } catch (error) {
    if (error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name)) {
      throw new NotFound(`there is no artifact at ${uri}`, { uri }, { cause: error });
    }
    if (error instanceof Error && error.name === 'KeyTooLongError')
      throw new InvalidInput(
        `the path of ${uri.slice(0, 100)}… is longer than the 1,024 bytes of a key`,
        {},
        { cause: error },
      );
    if (isRefused(error)) {
      throw new InvalidInput(
        `S3 refuses ${uri} to this function (${error.name}): name its bucket in the spec or in millrace:batchBuckets of cdk.json and deploy again, and look at the bucket's own policy`,
        { uri },
        { cause: error },
      );
    }
    throw error;
  }
}

function isRefused(error: unknown): error is Error {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}
