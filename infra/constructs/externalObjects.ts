import type { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { isFolder, isGlob } from '../../layers/contracts/dataFiles.ts';

/** Objects of a bucket that is not the app's own, which a spec or the configuration names. */
export interface ExternalObjects {
  readonly bucket: string;
  /** Key, or the part that keys begin with and an asterisk. */
  readonly keys: string;
}

/**
 * The objects that an `s3://` URI means: one, all below a folder (`s3://bucket/folder/`), or those of a glob; undefined for a URI of
 * another scheme, which needs no permission.
 */
export function externalObjects(uri: string): ExternalObjects | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (!bucket) return undefined;
  if (!isFolder(key) && !isGlob(key)) return { bucket, keys: key };
  const fixed = /^[^*?[{]*/.exec(key)![0];
  return { bucket, keys: isGlob(key) || key === '' ? `${fixed}*` : `${key.replace(/\/*$/, '/')}*` };
}

/** Lets a function do these actions with exactly these objects, and list their buckets. */
export function grantObjects(
  { grantPrincipal }: IGrantable,
  scope: Stack,
  objects: readonly ExternalObjects[],
  actions: readonly string[],
): void {
  if (objects.length === 0) return;
  const bucketArn = (bucket: string) => `arn:${scope.partition}:s3:::${bucket}`;
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: objects.map(({ bucket, keys }) => `${bucketArn(bucket)}/${keys}`),
    }),
  );
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [...new Set(objects.map(({ bucket }) => bucketArn(bucket)))],
    }),
  );
}
