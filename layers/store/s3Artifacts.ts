import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NotFound } from '../contracts/errors.ts';
import type { ArtifactEntry, ArtifactStore } from './artifacts.ts';

/** Artifacts in S3. A single PUT is atomic there; objects are at most 5 GB. */
export function s3Artifacts(): ArtifactStore {
  const client = new S3Client(
    // Emulators serve buckets by path; AWS knows both.
    process.env['AWS_ENDPOINT_URL'] || process.env['AWS_ENDPOINT_URL_S3'] ? { forcePathStyle: true } : {},
  );
  const body = async (uri: string) => {
    try {
      return (await client.send(new GetObjectCommand(place(uri)))).Body!;
    } catch (error) {
      if (isMissing(error)) throw new NotFound(`there is no artifact at ${uri}`, { uri }, { cause: error });
      throw error;
    }
  };
  return {
    get: async (uri) => (await body(uri)).transformToByteArray(),
    put: async (uri, content) => {
      await client.send(new PutObjectCommand({ ...place(uri), Body: content }));
    },
    exists: async (uri) => {
      try {
        await client.send(new HeadObjectCommand(place(uri)));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    list: async (prefix) => {
      const { Bucket, Key } = place(prefix);
      const entries: ArtifactEntry[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: Key, ...(token && { ContinuationToken: token }) }),
        );
        for (const { Key: key, Size } of page.Contents ?? []) entries.push({ uri: `s3://${Bucket}/${key}`, size: Size ?? 0 });
        token = page.NextContinuationToken;
      } while (token);
      return entries;
    },
    download: async (uri, file) => {
      const stream = (await body(uri)) as Readable;
      await mkdir(dirname(file), { recursive: true });
      await pipeline(stream, createWriteStream(file));
    },
    upload: async (file, uri) => {
      const { size } = await stat(file);
      await client.send(new PutObjectCommand({ ...place(uri), Body: createReadStream(file), ContentLength: size }));
    },
  };
}

function place(uri: string): { Bucket: string; Key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  return { Bucket: bucket, Key: key };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name);
}
