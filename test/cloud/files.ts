import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { Driver } from '../endToEnd/driver.ts';

/** Files in the bucket of artifacts. */
export function bucketFiles(artifacts: string): Pick<Driver, 'putFile' | 'readFile' | 'listFiles'> {
  const client = new S3Client({ forcePathStyle: true });
  return {
    async putFile(name, content) {
      const uri = `${artifacts}/end-to-end/${name}`;
      await client.send(new PutObjectCommand({ ...place(uri), Body: content }));
      return uri;
    },
    async readFile(uri) {
      const { Body } = await client.send(new GetObjectCommand(place(uri)));
      return (await Body?.transformToString()) ?? '';
    },
    async listFiles(prefix) {
      const { Bucket, Key: Prefix } = place(prefix);
      const uris: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        uris.push(...Contents.map(({ Key }) => `s3://${Bucket}/${Key}`));
      }
      return uris;
    },
  };
}

function place(uri: string): { Bucket: string; Key: string } {
  const { host, pathname } = new URL(uri);
  return { Bucket: host, Key: decodeURIComponent(pathname.slice(1)) };
}
