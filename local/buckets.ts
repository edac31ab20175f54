import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Assembly } from './assembly/Assembly.ts';
import { copyWhole } from './wholeFile.ts';

/**
 * Reads an assembly whose buckets are folders below `folder`: their URIs are `file://` ones wherever the templates
 * have them, and the assembly's own files lie in them as after a deployment.
 *
 * @throws InvalidInput naming what cannot be run here
 */
export function readWithBuckets(assembly: string, folder: string): Assembly {
  const plain = new Assembly(assembly);
  const buckets = new Set([
    ...plain.ofType('AWS::S3::Bucket').map(({ ref }) => ref),
    ...plain.assets.map(({ bucket }) => bucket),
  ]);
  for (const { path, packaging, bucket, key } of plain.assets) {
    const target = join(folder, bucket, key);
    if (packaging === 'file' && !existsSync(target)) copyWhole(path, target);
  }
  return new Assembly(assembly, (text) =>
    text.replace(/s3:\/\/([a-z0-9][a-z0-9.-]*[a-z0-9])/g, (uri, bucket: string) =>
      buckets.has(bucket) ? pathToFileURL(join(folder, bucket)).href : uri,
    ),
  );
}
