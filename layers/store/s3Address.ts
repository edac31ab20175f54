import { InvalidInput } from '../contracts/errors.ts';

/** Bucket and key of a URI. @throws InvalidInput when it names no bucket */
export function placeOf(uri: string): { Bucket: string; Key: string } {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (!bucket)
    throw new InvalidInput(`${JSON.stringify(uri)} names no bucket: write s3://bucket/key`, { uri });
  return { Bucket: bucket, Key: key };
}

/** URL of an object. @param endpoint address of an emulator, where buckets are folders */
export function addressOf(uri: string, region: string, endpoint: string | undefined): URL {
  const { Bucket, Key } = placeOf(uri);
  if (!Key) throw new InvalidInput(`${JSON.stringify(uri)} names no object: write s3://bucket/key`);
  const path = Key.split('/').map(encode).join('/');
  if (endpoint) return new URL(`${endpoint.replace(/\/+$/, '')}/${Bucket}/${path}`);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${Bucket}.s3.${region}.${domain}/${path}`);
}

/** As S3 escapes keys: only RFC 3986's unreserved characters stay. */
function encode(segment: string): string {
  const code = (one: string) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(segment).replace(/[!'()*]/g, code);
}
